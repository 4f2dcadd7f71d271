package dev.dbsync.core.config;

import dev.dbsync.core.problem.SyncException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a database is and how it is connected to. Both pgjdbc's and libpq's way of writing it are read, and both can be
 * written. Its {@link #toString()} holds neither user, password nor parameters.
 *
 * @param hosts at least one, in the order in which they are tried
 * @param database its name, never empty
 * @param user empty: the name of the operating system's user
 * @param password empty: none is sent
 * @param parameters by pgjdbc's names, such as {@code sslmode} and {@code connectTimeout}; in the order of the URL
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc's URLs</a>
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">libpq's URIs</a>
 */
public record DatabaseUrl(
        List<HostPort> hosts,
        String database,
        Optional<String> user,
        Optional<String> password,
        Map<String, String> parameters) {

    public static final int DEFAULT_PORT = 5432;

    /** @throws IllegalArgumentException when there is no host or no name of a database */
    public DatabaseUrl {
        hosts = List.copyOf(hosts);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        if (hosts.isEmpty() || database.isEmpty()) {
            throw new IllegalArgumentException("a database without " + (hosts.isEmpty() ? "a host" : "a name"));
        }
    }

    /**
     * One server.
     *
     * @param host a name or an address; IPv6 without brackets
     */
    public record HostPort(String host, int port) {

        /** Whether both have a port and an address in common. */
        boolean isSame(HostPort other) {
            if (port != other.port) {
                return false;
            }
            return host.equalsIgnoreCase(other.host)
                    || addresses(host).stream().anyMatch(addresses(other.host)::contains);
        }

        /** None where the name is not known. */
        private static Set<InetAddress> addresses(String host) {
            try {
                return new HashSet<>(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                return Set.of();
            }
        }

        /** As in a URL: an IPv6 address in brackets. */
        public String shown() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Reads {@code jdbc:postgresql://…}, {@code postgresql://…} or {@code postgres://…}.
     *
     * @param where the place to name in a complaint
     * @throws SyncException when it is not such a URL; the text of the URL is not in its message
     */
    public static DatabaseUrl parse(String url, String where) {
        return new DatabaseUrlReader(where).read(url);
    }

    /** The same database with this user and password; null leaves what is there. */
    public DatabaseUrl withCredentials(String newUser, String newPassword) {
        return new DatabaseUrl(
                hosts,
                database,
                newUser == null ? user : Optional.of(newUser),
                newPassword == null ? password : Optional.of(newPassword),
                parameters);
    }

    /** Another database of the same server, by the same user and with the same parameters. */
    public DatabaseUrl withDatabase(String other) {
        return new DatabaseUrl(hosts, other, user, password, parameters);
    }

    /**
     * Whether both name a database of the same name on a server at the same address; hosts are looked up for it. That
     * they do not says little: one server may have many addresses.
     */
    public boolean leadsTo(DatabaseUrl other) {
        return database.equals(other.database)
                && hosts.stream().anyMatch(host -> other.hosts.stream().anyMatch(host::isSame));
    }

    /** For {@code PGSimpleDataSource.setURL}: without user and password, which are set on their own. */
    public String jdbcUrl() {
        String query = parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + shownHosts() + "/" + encoded(database) + (query.isEmpty() ? "" : "?" + query);
    }

    /** For people: {@code host:port/database}, without user, password and parameters. */
    public String shown() {
        return shownHosts() + "/" + database;
    }

    /**
     * The environment variables that lead pg_dump and its like to the same database: {@code PGHOST},
     * {@code PGPASSWORD}, {@code PGSSLMODE} and so on. Holds the password, if there is one.
     *
     * @see <a href="https://www.postgresql.org/docs/current/libpq-envars.html">libpq's environment variables</a>
     */
    public Map<String, String> libpqEnvironment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PGHOST", hosts.stream().map(HostPort::host).collect(Collectors.joining(",")));
        variables.put(
                "PGPORT",
                hosts.stream().map(host -> Integer.toString(host.port())).collect(Collectors.joining(",")));
        variables.put("PGDATABASE", database);
        user.ifPresent(name -> variables.put("PGUSER", name));
        password.ifPresent(secret -> variables.put("PGPASSWORD", secret));
        variables.putAll(LibpqParameters.toEnvironment(parameters));
        return variables;
    }

    /** The same as {@link #shown()}: no secret gets into a log by way of string concatenation. */
    @Override
    public String toString() {
        return shown();
    }

    private String shownHosts() {
        return hosts.stream().map(HostPort::shown).collect(Collectors.joining(","));
    }

    /** pgjdbc decodes with URLDecoder, for which a plus sign is a space: URLEncoder is its exact inverse. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
