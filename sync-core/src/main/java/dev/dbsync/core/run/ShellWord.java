package dev.dbsync.core.run;

import java.util.regex.Pattern;

/** A word of a printed command, so that it means the same when it is pasted into a shell. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_.,:/=@%+-]+");

    private ShellWord() {}

    /** The word as it is where no shell reads anything into it, else in single quotes. */
    public static String of(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
