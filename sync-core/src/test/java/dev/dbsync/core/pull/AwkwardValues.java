package dev.dbsync.core.pull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts that have broken one copier or another. */
final class AwkwardValues {

    static final List<String> TEXTS = Stream.concat(
                    Stream.of(
                            "",
                            " ",
                            "  leading",
                            "trailing  ",
                            "\t",
                            "tab\tinside",
                            "line\nfeed",
                            "carriage\rreturn",
                            "both\r\n",
                            "\\N",
                            "\\.",
                            "\\",
                            "\\\\",
                            "C:\\New\\table",
                            "\\x00",
                            "\\u0000",
                            "'",
                            "''",
                            "\"",
                            "\"\"",
                            "it's \"quoted\"",
                            "NULL",
                            "null",
                            "{}",
                            "{a,b}",
                            "[1,2]",
                            "(a,\"b\")",
                            "a=>b",
                            "<a>&lt;</a>",
                            "%s%n%d",
                            "$1",
                            "${x}",
                            "$$",
                            ";",
                            "--",
                            "/*",
                            "é",
                            "e\u0301",
                            "Z\u0351\u0343a\u0316l\u0321g\u0328o",
                            "ﬁ ﬂ ŉ",
                            "İı ſ ß ẞ",
                            "شكرا جزيلا",
                            "\u202egnp.exe\u202c",
                            "עברית and English",
                            "😀👩‍👩‍👧‍👦🏳️‍🌈",
                            "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
                            "山田太郎",
                            "\u00a0",
                            "\u2028\u2029",
                            "\ufeffBOM",
                            "\ufffd\ufffe\uffff",
                            "not@an@address",
                            "@",
                            "a@",
                            "+",
                            "+49",
                            "0000-00-00",
                            "1e400",
                            "-0",
                            "NaN",
                            "12345678901234567890123456789012345678901234567890",
                            "not a number",
                            "1.2.3.4.5",
                            "word ".repeat(210_000),
                            "x".repeat(1_048_576),
                            "\\\n\t\"'".repeat(20_000)),
                    IntStream.rangeClosed(1, 31).mapToObj(control -> "control" + (char) control + "\u007f"))
            .toList();

    private AwkwardValues() {}

    /** Those that a column of this type can hold. */
    static List<String> of(String type) {
        List<String> fitting = new ArrayList<>(TEXTS);
        switch (type) {
            case "varchar(40)", "char(40)" -> fitting.removeIf(text -> text.codePointCount(0, text.length()) > 40);
            case "name" -> fitting.removeIf(text -> text.getBytes(StandardCharsets.UTF_8).length > 63);
            case "xml" -> fitting.removeIf(text -> text.chars().anyMatch(c -> c < ' ' || c >= 0xfffe));
            case "text", "jsonb", "bytea" -> {
                return fitting;
            }
            default -> {}
        }
        // Long ones take long: three types have to do.
        fitting.removeIf(text -> text.length() > 200_000);
        return fitting;
    }
}
