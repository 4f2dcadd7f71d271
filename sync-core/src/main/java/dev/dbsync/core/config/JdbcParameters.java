package dev.dbsync.core.config;

import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/**
 * The parameters of a JDBC URL. pgjdbc ignores those that it does not know, so that {@code sslmod=verify-full} would
 * connect without verifying anybody; here they are complained about.
 */
final class JdbcParameters {

    /** Parameters that say again, or otherwise, what the URL itself says. */
    private static final Set<String> ELSEWHERE = Set.of("user", "password", "PGHOST", "PGPORT", "PGDBNAME", "service");

    private static final Set<String> KNOWN = Arrays.stream(PGProperty.values())
            .map(PGProperty::getName)
            .filter(name -> !ELSEWHERE.contains(name))
            .collect(Collectors.toUnmodifiableSet());

    private JdbcParameters() {}

    static boolean knows(String name) {
        return KNOWN.contains(name);
    }

    static Set<String> names() {
        return KNOWN;
    }

    static void check(Map<String, String> parameters, String where) {
        for (String name : parameters.keySet()) {
            if (!knows(name)) {
                throw unknown(name, KNOWN, where);
            }
        }
    }

    static SyncException unknown(String name, Set<String> valid, String where) {
        if (ELSEWHERE.contains(name)) {
            return new SyncException(new Problem(
                    "The URL of the database has the parameter '" + name + "', which Sync does not read",
                    where,
                    "Name host, port and database in the URL itself: postgresql://host:port/database."));
        }
        // A name that is near no valid one may be a part of a password with an & in it.
        return NearestName.of(name, valid)
                .map(nearest -> new SyncException(new Problem(
                        "The URL of the database has an unknown parameter '" + name + "'",
                        where,
                        "Did you mean '" + nearest + "'?")))
                .orElseGet(() -> new SyncException(new Problem(
                        "The URL of the database has an unknown parameter",
                        where,
                        "Take it out, or percent-encode an & (%26) that belongs to a value. The parameters are those of"
                                + " https://jdbc.postgresql.org/documentation/use/ and of libpq.")));
    }
}
