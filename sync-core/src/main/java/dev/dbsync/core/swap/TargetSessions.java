package dev.dbsync.core.swap;

import java.util.List;

/** The sessions that others have in a database: a swap ends them. */
public record TargetSessions(List<Group> groups) {

    /**
     * Sessions that look alike.
     *
     * @param application its {@code application_name}; empty where it has none
     * @param user the role; empty for a process of the server itself
     * @param count how many, at least one
     * @param canBeEnded whether the asking role may end them; if not, no swap is possible while they are there
     */
    public record Group(String application, String user, int count, boolean canBeEnded) {

        /** {@code 3 of orders-service (role app)}. */
        public String shown() {
            String who = application.isEmpty() ? "an application without a name" : application;
            return count + " of " + who + (user.isEmpty() ? "" : " (role " + user + ")");
        }
    }

    public TargetSessions {
        groups = List.copyOf(groups);
    }

    /** Of all groups. */
    public int count() {
        return groups.stream().mapToInt(Group::count).sum();
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Those that the asking role may not end. */
    public List<Group> beyondReach() {
        return groups.stream().filter(group -> !group.canBeEnded()).toList();
    }
}
