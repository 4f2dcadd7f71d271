package dev.dbsync.core.masking.builtin.nested;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** What becomes of leaves that no path names. True, false and null stay in any case. */
enum JsonRest {
    /** Strings become {@code [REDACTED]}, numbers 0, and names of members that a detector knows a hash. */
    REDACT {
        @Override
        void write(JsonToken token, String text, JsonGenerator generator) {
            if (token == JsonToken.VALUE_STRING) {
                generator.writeString(REDACTED);
            } else if (token.isNumeric()) {
                generator.writeRawValue("0");
            } else {
                writeAsItIs(token, text, generator);
            }
        }
    },

    /** The same, but numbers stay. */
    REDACT_STRINGS {
        @Override
        void write(JsonToken token, String text, JsonGenerator generator) {
            if (token.isNumeric()) {
                writeAsItIs(token, text, generator);
            } else {
                REDACT.write(token, text, generator);
            }
        }
    },

    /** All stay. */
    KEEP {
        @Override
        void write(JsonToken token, String text, JsonGenerator generator) {
            writeAsItIs(token, text, generator);
        }
    };

    private static final String REDACTED = "[REDACTED]";

    abstract void write(JsonToken token, String text, JsonGenerator generator);

    /**
     * Numbers to the digit. Half a character, which {@code json} holds as {@code \\ud800}, is written as that again.
     */
    static void writeAsItIs(JsonToken token, String text, JsonGenerator generator) {
        if (token != JsonToken.VALUE_STRING) {
            generator.writeRawValue(text);
        } else if (hasHalfCharacters(text)) {
            generator.writeRawValue(escaped(text));
        } else {
            generator.writeString(text);
        }
    }

    private static boolean hasHalfCharacters(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json.append('"').toString();
    }
}
