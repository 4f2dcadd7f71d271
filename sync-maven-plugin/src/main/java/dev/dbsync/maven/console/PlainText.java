package dev.dbsync.maven.console;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

/** Writes the few signs beyond ASCII that Sync uses in ASCII, where the console would show question marks instead. */
final class PlainText {

    private static final Map<String, String> ASCII = Map.of("→", "->", "…", "...", "–", "-", "×", "x", "≈", "~");

    private final CharsetEncoder encoder;

    PlainText(Charset console) {
        this.encoder = console.newEncoder();
    }

    /** For the standard output of this process. */
    static PlainText ofProcess() {
        // The first is set from Java 19 on, the second before, and there only at a terminal.
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        try {
            return new PlainText(name == null ? Charset.defaultCharset() : Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return new PlainText(Charset.defaultCharset());
        }
    }

    String of(String text) {
        String plain = text;
        for (Map.Entry<String, String> sign : ASCII.entrySet()) {
            if (plain.contains(sign.getKey()) && !encoder.canEncode(sign.getKey())) {
                plain = plain.replace(sign.getKey(), sign.getValue());
            }
        }
        return plain;
    }
}
