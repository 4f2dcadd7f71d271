package dev.dbsync.core.detection;

/** Knows the values of one kind. Without state, and linear in the length of a text. */
interface Recognizer {

    DataKind kind();

    /** Whether the text, without blanks around it, is hardly anything else. */
    boolean is(String text);

    /** Whether the text could be such a value, among others. */
    default boolean couldBe(String text) {
        return false;
    }

    /** Whether values of this kind may have more than a thousand chars. */
    default boolean knowsLongOnes() {
        return false;
    }

    /** Offers every such value inside of the text. */
    void within(String text, Traits traits, Stretches stretches);
}
