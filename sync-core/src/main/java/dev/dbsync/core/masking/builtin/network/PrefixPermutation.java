package dev.dbsync.core.masking.builtin.network;

import dev.dbsync.core.masking.builtin.keyed.SipHash;

/**
 * A keyed permutation of addresses that preserves prefixes, after Crypto-PAn (Xu, Fan, Ammar and Moon, 2002): whether a
 * bit is turned depends on the bits before it alone, so that two addresses of one network are of one network again. No
 * address stays itself. Immutable and thread-safe.
 */
final class PrefixPermutation {

    private final SipHash function;

    /** @param key of 16 bytes */
    PrefixPermutation(byte[] key) {
        function = new SipHash(key);
    }

    /** @param bits how many of the address are permuted; those behind them become 0 */
    byte[] apply(byte[] address, int bits) {
        byte[] result = new byte[address.length];
        boolean turned = false;
        long first = 0;
        long second = 0;
        for (int i = 0; i < bits; i++) {
            int bit = address[i / 8] >> (7 - i % 8) & 1;
            boolean turns = turns(first, second, address.length, i);
            // An address all of whose bits would stay has a neighbour of which that is true as well: they are swapped.
            turns |= i == bits - 1 && !turned;
            turned |= turns;
            result[i / 8] |= (byte) ((turns ? bit ^ 1 : bit) << (7 - i % 8));
            if (i < Long.SIZE) {
                first |= (long) bit << (63 - i);
            } else {
                second |= (long) bit << (127 - i);
            }
        }
        return result;
    }

    /** Whether the bit at a place is turned, by the bits before it. */
    private boolean turns(long first, long second, int bytes, int place) {
        // A prefix of version 4 leaves the second word to say which version it is of.
        long version = bytes == 4 ? 4 : second;
        return (function.hash(first, version, bytes * 256L + place) & 1) != 0;
    }
}
