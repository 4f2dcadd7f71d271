package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code https://example.com/a1b2c3d4e5f60718}: the scheme stays where it is a usual one, the rest becomes a path of
 * sixteen hexadecimal digits. With {@code host: keep} the host stays, without user, password and port, where it is the
 * name of one and the column has room for it. What is no URL becomes one of {@code https}.
 */
public final class Url implements MaskingStrategy {

    private static final List<byte[]> SCHEMES = List.of(
            ascii("https://"),
            ascii("http://"),
            ascii("ftp://"),
            ascii("ftps://"),
            ascii("sftp://"),
            ascii("ssh://"),
            ascii("git://"),
            ascii("ws://"),
            ascii("wss://"));
    private static final byte[] HOST = ascii("example.com");
    private static final int LONGEST_SCHEME = 8;
    private static final int DIGITS = 16;
    private static final int LENGTH = LONGEST_SCHEME + HOST.length + 1 + DIGITS;

    @Override
    public String name() {
        return "url";
    }

    @Override
    public Set<String> options() {
        return Set.of("host");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return keepsHost(context)
                ? OutputPromise.hashed(Hex.outputs(DIGITS), Math.max(LENGTH, longest(context)), Normalization.NONE)
                        .leavingParts()
                : OutputPromise.hashed(Hex.outputs(DIGITS), LENGTH, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        KeyedHash hash = context.hash();
        boolean keepsHost = keepsHost(context);
        int longest = longest(context);
        return value -> {
            Optional<byte[]> known =
                    SCHEMES.stream().filter(scheme -> startsWith(value, scheme)).findFirst();
            byte[] scheme = known.orElse(SCHEMES.get(0));
            byte[] host = known.filter(found -> keepsHost)
                    .flatMap(found -> host(value, found.length))
                    .filter(kept -> scheme.length + kept.length + 1 + DIGITS <= longest)
                    .orElse(HOST);
            return Differing.output(hash, value, digest -> url(scheme, host, digest));
        };
    }

    private static byte[] url(byte[] scheme, byte[] host, byte[] digest) {
        byte[] url = Arrays.copyOf(scheme, scheme.length + host.length + 1 + DIGITS);
        System.arraycopy(host, 0, url, scheme.length, host.length);
        url[scheme.length + host.length] = '/';
        Hex.lower(digest, DIGITS, url, scheme.length + host.length + 1);
        return url;
    }

    /** What stands between user and port. A host that is an address, or anything else without a name, does not stay. */
    private static Optional<byte[]> host(byte[] url, int from) {
        int end = from;
        int host = from;
        while (end < url.length && url[end] != '/' && url[end] != '?' && url[end] != '#' && url[end] != '\\') {
            if (url[end] == '@') {
                host = end + 1;
            }
            end++;
        }
        int port = host;
        while (port < end && url[port] != ':') {
            port++;
        }
        boolean endsWithLetter = port > host && Character.isLetter(url[port - 1]);
        return endsWithLetter && HostName.is(url, host, port)
                ? Optional.of(Arrays.copyOfRange(url, host, port))
                : Optional.empty();
    }

    private static boolean startsWith(byte[] value, byte[] prefix) {
        return value.length >= prefix.length && Differing.isSame(Arrays.copyOf(value, prefix.length), prefix);
    }

    private static int longest(MaskingContext context) {
        int any = LONGEST_SCHEME + HostName.MAXIMUM_LENGTH + 1 + DIGITS;
        return Math.min(any, context.maxLength().orElse(any));
    }

    private static boolean keepsHost(MaskingContext context) {
        return context.options()
                .word("host", "replace", Set.of("keep", "replace"))
                .equals("keep");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
