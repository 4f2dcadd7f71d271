package dev.dbsync.core.masking;

/**
 * HMAC-SHA-256 under the masking key within one domain: equal values give equal hashes, in another domain or under
 * another key they give others. Thread-safe.
 */
@FunctionalInterface
public interface KeyedHash {

    /** 32 bytes that depend on the key, the domain and the value. */
    byte[] hash(byte[] value);
}
