package dev.dbsync.core.masking.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Values that PostgreSQL can hold and that strategies stumble over. */
public final class AwkwardValues {

    private static final int MEGABYTE = 1 << 20;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t",
            "  Ann  ",
            "Ann",
            "ann@corp.test",
            "ANN@Corp.Test",
            "@",
            "a@b",
            "x@y@z.org",
            "+49 30 1234567",
            "030 1234567",
            "+999999999999999999",
            "4111 1111 1111 1111",
            "000000",
            "7",
            "1e999999999",
            "-0",
            "NaN",
            "Infinity",
            "12,5",
            "0x1F",
            "192.168.0.1",
            "192.168.0.256",
            "fe80::1%eth0",
            "FE80::1",
            "::ffff:10.0.0.1",
            "10.0.0.0/8",
            "2026-11-20",
            "2026-02-30",
            "20.11.2026",
            "infinity",
            "0044-03-15 BC",
            "9999999-12-31",
            "2026-11-20 10:00:00.123456+05:30",
            "https://user:secret@shop.test:8443/a/b?token=x#y",
            "javascript:alert(1)",
            "https://",
            "mailto:ann@corp.test",
            "{\"email\":\"ann@corp.test\"}",
            "{\"a\":",
            "[1,2",
            "{a,b}",
            "{",
            "NULL",
            "null",
            "\\N",
            "\\.",
            "\\",
            "C:\\New\\table",
            "a\tb\nc\r\nd",
            "\u0001\u0002\u0007\b\u000B\f\u001B\u007F\u0085\u009F",
            "'; DROP TABLE users; --",
            "\"quoted\" and 'quoted'",
            "$$ ${VARIABLE} %s %n {0}",
            "Ünïcödé",
            "e\u0301 u\u0308 o\u0302\u0323",
            "\u00E9 \u00FC \u1ED9",
            "\u0130stanbul I\u0131i\u0130",
            "Stra\u00DFe STRASSE",
            "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
            "\u202Eabc\u202C \u200F\u200E",
            "\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
            "\uFF11\uFF12\uFF13",
            "\u6771\u4EAC\u90FD \u5C71\u7530\u592A\u90CE",
            "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            "\uFEFFbom",
            "\uFFFD\uFFFE\uFFFF",
            "zero\u200Bwidth\u00A0space\u3000wide",
            "user_a1b2c3d4e5f60718@example.com",
            "+1-555-4567",
            "User A1B2",
            "[REDACTED]",
            "********",
            "a1b2c3d4e5f6789a");

    private static final List<String> TIMESTAMPS = List.of(
            "2026-11-20 10:00:00",
            "1970-01-01 00:00:00",
            "2000-02-29 23:59:59.999999",
            "1999-12-31 24:00:00",
            "0044-03-15 12:00:00 BC",
            "4714-11-24 00:00:00 BC",
            "294276-12-31 23:59:59.999999",
            "infinity",
            "-infinity");

    private static final Map<String, List<String>> BY_TYPE = Map.ofEntries(
            Map.entry("boolean", List.of("t", "f")),
            Map.entry("smallint", List.of("0", "1", "-1", "42", "32767", "-32768")),
            Map.entry("integer", List.of("0", "1", "-1", "42", "2147483647", "-2147483648")),
            Map.entry("bigint", List.of("0", "1", "-1", "42", "9223372036854775807", "-9223372036854775808")),
            Map.entry(
                    "numeric",
                    List.of(
                            "0",
                            "0.00",
                            "1",
                            "1.0",
                            "1.00",
                            "-1.5",
                            "9.99",
                            "999.99",
                            "0.99",
                            "-0.000000000001",
                            "12345678901234567890.123456789",
                            "9".repeat(1000) + "." + "9".repeat(1000),
                            "NaN",
                            "Infinity",
                            "-Infinity")),
            Map.entry("real", List.of("0", "-0", "1.5", "1e-45", "3.4028235e+38", "-3.4028235e+38", "NaN", "Infinity")),
            Map.entry(
                    "double precision",
                    List.of(
                            "0",
                            "-0",
                            "1.5",
                            "0.1",
                            "5e-324",
                            "1.7976931348623157e+308",
                            "NaN",
                            "Infinity",
                            "-Infinity")),
            Map.entry("uuid", List.of("00000000-0000-0000-0000-000000000000", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
            Map.entry(
                    "date",
                    List.of(
                            "2026-11-20",
                            "2000-02-29",
                            "1970-01-01",
                            "0001-01-01",
                            "0001-12-31 BC",
                            "4714-11-24 BC",
                            "9999-12-31",
                            "10000-01-01",
                            "5874897-12-31",
                            "infinity",
                            "-infinity")),
            Map.entry("timestamp without time zone", TIMESTAMPS),
            Map.entry(
                    "timestamp with time zone",
                    List.of(
                            "2026-11-20 10:00:00+00",
                            "2026-11-20 10:00:00.5+05:30",
                            "1883-11-18 12:03:57-07:52:58",
                            "0044-03-15 12:00:00+00 BC",
                            "infinity",
                            "-infinity")),
            Map.entry(
                    "inet",
                    List.of(
                            "0.0.0.0",
                            "0.0.0.0/0",
                            "10.0.0.1",
                            "10.0.0.1/8",
                            "255.255.255.255",
                            "::",
                            "::/0",
                            "::1",
                            "::ffff:10.0.0.1",
                            "fe80::1",
                            "2001:db8::8a2e:370:7334/64",
                            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
            Map.entry("cidr", List.of("0.0.0.0/0", "10.0.0.0/8", "192.168.1.1/32", "::/0", "2001:db8::/32", "::1/128")),
            Map.entry("json", json()),
            Map.entry("jsonb", json()),
            Map.entry(
                    "text[]",
                    List.of(
                            "{}",
                            "{a,b}",
                            "{NULL,\"NULL\",\"\"}",
                            "{{a,b},{c,\"d e\"}}",
                            "[0:1]={a,b}",
                            "{\"a\\\"b\\\\c{},\",\u00FC}",
                            "[-2:-1][0:0]={{x},{y}}")),
            Map.entry("bytea", List.of("\\x", "\\x00ff")));

    private AwkwardValues() {}

    /**
     * Values of a type in PostgreSQL's text form, one of a megabyte among the texts; those of {@code text} for types
     * that are not known here.
     *
     * @param baseType as {@link dev.dbsync.core.masking.MaskingContext#baseType()} has it
     */
    public static List<byte[]> of(String baseType) {
        List<String> values = new ArrayList<>(BY_TYPE.getOrDefault(baseType, TEXTS));
        if (!BY_TYPE.containsKey(baseType)) {
            values.add("long ann@corp.test 4111111111111111 ".repeat(MEGABYTE / 36));
            values.add("9".repeat(MEGABYTE));
            IntStream.range(0, 500).forEach(i -> values.add("Value " + i));
        }
        return values.stream()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> json() {
        return List.of(
                "{}",
                "[]",
                "null",
                "\"ann@corp.test\"",
                "5551234",
                "-1.50e+400",
                "true",
                "{\"email\":\"ann@corp.test\",\"age\":42,\"ok\":true,\"none\":null,\"tags\":[\"a\",[\"b\",{\"c\":1.10}]]}",
                "{\"a\":1,\"a\":2}",
                "{\"\":\"\",\"a.b\":\"/\\u00e4\\\"\\\\\"}",
                "[".repeat(2_000) + "\"deep\"" + "]".repeat(2_000),
                "\"" + "x".repeat(MEGABYTE) + "\"");
    }
}
