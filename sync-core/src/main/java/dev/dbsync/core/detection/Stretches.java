package dev.dbsync.core.detection;

/** Takes what is found inside of a text. */
@FunctionalInterface
interface Stretches {

    /**
     * @param kind null for what is no value of any kind, and must not be taken for one
     * @return whether nobody has taken any of it before
     */
    boolean take(DataKind kind, int start, int end);
}
