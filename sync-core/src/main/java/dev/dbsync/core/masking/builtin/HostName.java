package dev.dbsync.core.masking.builtin;

/** Names of hosts: letters, digits, hyphens and dots. */
final class HostName {

    static final int MAXIMUM_LENGTH = 253;

    private HostName() {}

    /**
     * Where the {@code @} of an address stands that has one, with the name of a host behind it; -1 for any other text.
     */
    static int afterAt(byte[] address) {
        int at = -1;
        for (int i = 0; i < address.length; i++) {
            if (address[i] == '@') {
                if (at >= 0) {
                    return -1;
                }
                at = i;
            }
        }
        return at > 0 && is(address, at + 1, address.length) ? at : -1;
    }

    /** Whether a part of a text is the name of a host with a dot in it. */
    static boolean is(byte[] text, int from, int to) {
        if (to - from < 3 || to - from > MAXIMUM_LENGTH || text[from] == '.' || text[to - 1] == '.') {
            return false;
        }
        boolean dotted = false;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            dotted |= c == '.';
            boolean valid =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.';
            if (!valid || c == '.' && text[i - 1] == '.') {
                return false;
            }
        }
        return dotted;
    }
}
