package dev.dbsync.maven.console;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;

/** Writes the few signs beyond ASCII that Sync uses in ASCII, where the console would show question marks instead. */
final class PlainText {

    private static final Map<String, String> ASCII = Map.of("→", "->", "…", "...", "–", "-", "×", "x", "≈", "~");

    private final List<String> missing;

    PlainText(Charset console) {
        CharsetEncoder encoder = console.newEncoder();
        this.missing =
                ASCII.keySet().stream().filter(sign -> !encoder.canEncode(sign)).toList();
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
        for (String sign : missing) {
            plain = plain.replace(sign, ASCII.get(sign));
        }
        return plain;
    }
}
