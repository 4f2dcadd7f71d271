package dev.dbsync.core.config;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * libpq's connection parameters and pgjdbc's, each in terms of the other.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">libpq's parameters</a>
 */
final class LibpqParameters {

    /**
     * A parameter that both have.
     *
     * @param values libpq's values in pgjdbc's words; empty: the same in both
     */
    private record Pair(String libpq, String jdbc, String variable, Map<String, String> values) {

        String toJdbc(String value, String where) {
            if (values.isEmpty()) {
                return value;
            }
            String translated = values.get(value);
            if (translated == null) {
                throw new SyncException(new Problem(
                        "The parameter '" + libpq + "' in the URL of the database has an unknown value",
                        where,
                        "Valid: "
                                + String.join(
                                        ", ", values.keySet().stream().sorted().toList()) + "."));
            }
            return translated;
        }

        /** libpq's word; pgjdbc has synonyms which libpq lacks, and these are left as they are. */
        String toLibpq(String value) {
            return values.entrySet().stream()
                    .filter(word -> word.getValue().equals(value))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .findFirst()
                    .orElse(value);
        }
    }

    private static final List<Pair> PAIRS = List.of(
            same("sslmode", "sslmode", "PGSSLMODE"),
            same("sslrootcert", "sslrootcert", "PGSSLROOTCERT"),
            same("sslcert", "sslcert", "PGSSLCERT"),
            same("sslkey", "sslkey", "PGSSLKEY"),
            same("sslpassword", "sslpassword", ""),
            same("sslnegotiation", "sslNegotiation", "PGSSLNEGOTIATION"),
            same("channel_binding", "channelBinding", "PGCHANNELBINDING"),
            same("require_auth", "requireAuth", "PGREQUIREAUTH"),
            same("gssencmode", "gssEncMode", "PGGSSENCMODE"),
            same("krbsrvname", "kerberosServerName", "PGKRBSRVNAME"),
            same("connect_timeout", "connectTimeout", "PGCONNECT_TIMEOUT"),
            same("application_name", "ApplicationName", "PGAPPNAME"),
            same("options", "options", "PGOPTIONS"),
            // Not libpq's own, but what URLs of other tools call it.
            same("schema", "currentSchema", ""),
            new Pair("keepalives", "tcpKeepAlive", "", Map.of("0", "false", "1", "true")),
            new Pair(
                    "load_balance_hosts",
                    "loadBalanceHosts",
                    "PGLOADBALANCEHOSTS",
                    Map.of("disable", "false", "random", "true")),
            new Pair(
                    "target_session_attrs",
                    "targetServerType",
                    "PGTARGETSESSIONATTRS",
                    Map.of(
                            "any", "any",
                            "primary", "primary",
                            "read-write", "primary",
                            "standby", "secondary",
                            "read-only", "secondary",
                            "prefer-standby", "preferSecondary")));

    /** What pgjdbc does anyway, or has no equivalent for and need not have. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "client_encoding",
            "fallback_application_name",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "sslcompression");

    private LibpqParameters() {}

    /**
     * Also passes pgjdbc's own parameters through, so that {@code postgresql://…?currentSchema=a,b} works.
     *
     * @throws SyncException when there is a parameter that neither has
     */
    static Map<String, String> toJdbc(Map<String, String> libpq, String where) {
        Map<String, String> jdbc = new LinkedHashMap<>();
        libpq.forEach((name, value) -> {
            Pair pair = byLibpqName(name);
            if (pair != null) {
                jdbc.put(pair.jdbc(), pair.toJdbc(value, where));
            } else if (JdbcParameters.knows(name)) {
                jdbc.put(name, value);
            } else if (!WITHOUT_EFFECT.contains(name)) {
                throw JdbcParameters.unknown(name, names(), where);
            }
        });
        return jdbc;
    }

    /** The variables of libpq that stand for pgjdbc's parameters, where libpq has such a thing. */
    static Map<String, String> toEnvironment(Map<String, String> jdbc) {
        Map<String, String> variables = new LinkedHashMap<>();
        String ssl = jdbc.get("ssl");
        if (ssl != null && (ssl.isEmpty() || Boolean.parseBoolean(ssl))) {
            // What pgjdbc takes ssl=true for, where sslmode says nothing else.
            variables.put("PGSSLMODE", "verify-full");
        }
        for (Pair pair : PAIRS) {
            String value = jdbc.get(pair.jdbc());
            if (value != null && !pair.variable().isEmpty()) {
                variables.put(pair.variable(), pair.toLibpq(value));
            }
        }
        return variables;
    }

    private static Pair byLibpqName(String name) {
        return PAIRS.stream()
                .filter(pair -> pair.libpq().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>(JdbcParameters.names());
        names.addAll(WITHOUT_EFFECT);
        PAIRS.forEach(pair -> names.add(pair.libpq()));
        return names;
    }

    private static Pair same(String libpq, String jdbc, String variable) {
        return new Pair(libpq, jdbc, variable, Map.of());
    }
}
