package dev.dbsync.core.masking.builtin.network;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An address of version 4 or 6, with the length of its network's prefix where one was written, as PostgreSQL writes
 * {@code inet} and {@code cidr}. Nothing is ever looked up.
 *
 * @param bytes 4 or 16
 * @param suffix {@code /24}, or empty
 */
record IpText(byte[] bytes, String suffix) {

    /** {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128}. */
    private static final int LONGEST = 49;

    private static final int GROUPS = 8;

    static Optional<IpText> read(byte[] value) {
        if (value.length > LONGEST) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = address.indexOf(':') < 0 ? version4(address) : version6(address);
        if (bytes == null) {
            return Optional.empty();
        }
        String suffix = slash < 0 ? "" : text.substring(slash);
        boolean valid = suffix.isEmpty() || number(suffix.substring(1), 8 * bytes.length) >= 0;
        return valid ? Optional.of(new IpText(bytes, suffix)) : Optional.empty();
    }

    /** How many bits name the network: all where none were written. */
    int prefixBits() {
        return suffix.isEmpty() ? 8 * bytes.length : number(suffix.substring(1), 8 * bytes.length);
    }

    IpText with(byte[] other) {
        return new IpText(other, suffix);
    }

    byte[] write() {
        return ((bytes.length == 4 ? version4(bytes, 0) : version6(bytes)) + suffix)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] version4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i], 255);
            if (part < 0) {
                return null;
            }
            bytes[i] = (byte) part;
        }
        return bytes;
    }

    private static byte[] version6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int known = head.length + tail.length;
        if (gap < 0 ? known != 2 * GROUPS : known >= 2 * GROUPS) {
            return null;
        }
        byte[] bytes = new byte[2 * GROUPS];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
        return bytes;
    }

    /** Groups of four digits between colons, of which the last one may be an address of version 4. */
    private static byte[] groups(String text, boolean last) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] embedded = last && parts[parts.length - 1].indexOf('.') >= 0 ? version4(parts[parts.length - 1]) : null;
        int plain = embedded == null ? parts.length : parts.length - 1;
        byte[] bytes = new byte[2 * plain + (embedded == null ? 0 : 4)];
        for (int i = 0; i < plain; i++) {
            int group = hexadecimal(parts[i]);
            if (group < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (group >> 8);
            bytes[2 * i + 1] = (byte) group;
        }
        if (embedded != null) {
            System.arraycopy(embedded, 0, bytes, 2 * plain, 4);
        }
        return bytes;
    }

    private static int hexadecimal(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = 16 * number + digit;
        }
        return number;
    }

    /** -1 for what is no number of one to three digits without zeros before it, or above the maximum. */
    private static int number(String text, int maximum) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number <= maximum ? number : -1;
    }

    private static String version4(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder(15);
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(Byte.toUnsignedInt(bytes[from + i]));
        }
        return text.toString();
    }

    /** The longest run of zeros becomes {@code ::}, and an embedded version 4 is shown as such, as PostgreSQL does. */
    private static String version6(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        boolean embeds = start == 0 && (length == 6 && groups[6] != 0 || length == 5 && groups[5] == 0xffff);
        StringBuilder text = new StringBuilder(39);
        int end = embeds ? 6 : GROUPS;
        for (int i = 0; i < end; i++) {
            if (length >= 2 && i >= start && i < start + length) {
                text.append(i == start ? "::" : "");
            } else {
                boolean afterGap = length >= 2 && i == start + length;
                text.append(i == 0 || afterGap ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        if (embeds) {
            text.append(length == 6 ? "" : ":").append(version4(bytes, 12));
        }
        return text.toString();
    }
}
