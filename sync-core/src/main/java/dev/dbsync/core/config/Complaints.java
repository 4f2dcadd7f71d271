package dev.dbsync.core.config;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with the configuration, gathered while it is read, so that a user mends it all in one go. */
final class Complaints {

    /** A place in a file; lines and columns count from 1. */
    record Place(String file, int line, int column) {

        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    private record Complaint(Place place, Problem problem) {}

    private final String mainFile;
    private final List<Complaint> complaints = new ArrayList<>();

    /** @param mainFile the file whose complaints come first */
    Complaints(String mainFile) {
        this.mainFile = mainFile;
    }

    void add(String what, Place place, String remedy) {
        complaints.add(new Complaint(place, new Problem(what, place.toString(), remedy)));
    }

    /**
     * In the order of the lines, those of the main file first.
     *
     * @throws SyncException with all complaints, if there is any
     */
    void throwIfAny() {
        if (complaints.isEmpty()) {
            return;
        }
        throw new SyncException(complaints.stream()
                .sorted(Comparator.comparing((Complaint complaint) ->
                                !complaint.place().file().equals(mainFile))
                        .thenComparing(complaint -> complaint.place().line())
                        .thenComparing(complaint -> complaint.place().column()))
                .map(Complaint::problem)
                .toList());
    }
}
