package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.load.LoadIdentity;
import java.util.Arrays;
import java.util.Optional;

/**
 * What stands on a new database that is wholly filled: whoever puts it into the target's place looks at nothing again.
 *
 * @param identity of the load that has filled it
 * @param depth how deep that was checked and proved
 * @param inPart whether some of its tables were of an earlier snapshot, so that what the source had deleted since was
 *     not sought in them
 */
record FilledMark(LoadIdentity identity, Verify depth, boolean inPart) {

    private static final String PART = "part";
    private static final String WHOLE = "whole";

    /** Whether something was sought, and not all of it. */
    boolean isProvenInPart() {
        return inPart && depth != Verify.COUNTS;
    }

    /** In a line, for {@link #parse}. */
    String line() {
        return String.join(" ", identity.line(), depth.name(), inPart ? PART : WHOLE);
    }

    /** What {@link #line} has written; empty where the text is something else. */
    static Optional<FilledMark> parse(String line) {
        int part = line.lastIndexOf(' ');
        int depth = line.lastIndexOf(' ', part - 1);
        if (depth < 0) {
            return Optional.empty();
        }
        return LoadIdentity.parse(line.substring(0, depth))
                .flatMap(identity -> Arrays.stream(Verify.values())
                        .filter(each -> each.name().equals(line.substring(depth + 1, part)))
                        .findFirst()
                        .map(found -> new FilledMark(
                                identity, found, !line.substring(part + 1).equals(WHOLE))));
    }
}
