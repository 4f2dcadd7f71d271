package dev.dbsync.core.run;

/** Asks a person at a terminal. */
@FunctionalInterface
public interface Prompt {

    /**
     * Shows the question and waits for a line.
     *
     * @return the line without its end, or null at the end of input
     */
    String ask(String question);
}
