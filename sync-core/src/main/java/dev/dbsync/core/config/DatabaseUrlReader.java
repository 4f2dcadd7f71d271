package dev.dbsync.core.config;

import dev.dbsync.core.config.DatabaseUrl.HostPort;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads the URL of a database, in pgjdbc's or in libpq's way of writing it. No complaint holds a part of the URL. */
final class DatabaseUrlReader {

    private static final String JDBC = "jdbc:postgresql:";
    private static final List<String> LIBPQ = List.of("postgresql://", "postgres://");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[\\p{Alnum}._-]+)?");

    private final String where;

    DatabaseUrlReader(String where) {
        this.where = where;
    }

    DatabaseUrl read(String url) {
        String text = url.strip();
        if (text.startsWith(JDBC)) {
            return readJdbc(text.substring(JDBC.length()));
        }
        for (String scheme : LIBPQ) {
            if (text.startsWith(scheme)) {
                return readLibpq(text.substring(scheme.length()));
            }
        }
        if (text.isEmpty()) {
            throw complaint("The URL of the database is empty", "Write jdbc:postgresql://host:port/database.");
        }
        throw complaint(
                "The URL of the database is not one of PostgreSQL",
                "It begins with jdbc:postgresql:// (as Flyway's), with postgresql:// or with postgres:// (as psql's);"
                        + " or it is the word embedded.");
    }

    /** {@code //hosts/database?parameters}, or {@code database?parameters}; decoded as forms are. */
    private DatabaseUrl readJdbc(String rest) {
        String[] halves = halves(rest, '?');
        String hosts = "";
        String database = halves[0];
        if (database.startsWith("//")) {
            String[] parts = halves(database.substring(2), '/');
            hosts = parts[0];
            database = parts[1];
        } else if (database.startsWith("/")) {
            database = database.substring(1);
        }
        if (hosts.contains("@")) {
            throw complaint(
                    "A URL that begins with jdbc: cannot hold user:password@",
                    "Put them under user: and password:, or write the URL as postgresql://user:password@host:port/database.");
        }
        Map<String, String> parameters = parameters(halves[1], this::formDecoded);
        Optional<String> user = taken(parameters, "user");
        Optional<String> password = taken(parameters, "password");
        JdbcParameters.check(parameters, where);
        return new DatabaseUrl(hosts(hosts), database(formDecoded(database)), user, password, parameters);
    }

    /**
     * {@code user:password@hosts/database?parameters}. As in libpq, the user ends at the first {@code @} that stands
     * before any slash.
     */
    private DatabaseUrl readLibpq(String rest) {
        int at = rest.indexOf('@');
        int slash = rest.indexOf('/');
        boolean hasUser = at >= 0 && (slash < 0 || at < slash);
        String[] credentials = halves(hasUser ? rest.substring(0, at) : "", ':');
        String[] halves = halves(hasUser ? rest.substring(at + 1) : rest, '?');
        String[] parts = halves(halves[0], '/');
        Map<String, String> given = parameters(halves[1], this::percentDecoded);
        // libpq lets these parameters stand in for the URL's own parts.
        Optional<String> user = taken(given, "user").or(() -> nonEmpty(percentDecoded(credentials[0])));
        Optional<String> password = taken(given, "password").or(() -> nonEmpty(percentDecoded(credentials[1])));
        String database = taken(given, "dbname").orElseGet(() -> percentDecoded(parts[1]));
        String hosts = hostsWithPorts(parts[0], taken(given, "host"), taken(given, "port"));
        if (credentials[0].contains("?") || parts[1].contains("/") || parts[1].contains("@") || hosts.contains("@")) {
            throw misplacedCharacter();
        }
        Map<String, String> parameters = LibpqParameters.toJdbc(given, where);
        return new DatabaseUrl(hosts(hosts), database(database), user, password, parameters);
    }

    /** The hosts of the URL, or those of the parameter {@code host}, with the ports of the parameter {@code port}. */
    private String hostsWithPorts(String authority, Optional<String> host, Optional<String> port) {
        // A percent sign in an IPv6 address leads its zone, and may stand there encoded.
        String hosts = host.orElseGet(() -> percentDecoded(authority));
        if (port.isEmpty()) {
            return hosts;
        }
        String[] names = hosts.split(",", -1);
        String[] ports = port.get().split(",", -1);
        if (ports.length != 1 && ports.length != names.length) {
            throw complaint(
                    "The URL of the database names " + names.length + " hosts but " + ports.length + " ports",
                    "Give one port for all hosts, or one for each.");
        }
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            boolean bare = names[i].contains(":") && !names[i].startsWith("[");
            joined.add((bare ? "[" + names[i] + "]" : names[i]) + ":" + ports[ports.length == 1 ? 0 : i]);
        }
        return String.join(",", joined);
    }

    private List<HostPort> hosts(String text) {
        if (text.startsWith("/")) {
            throw complaint(
                    "The URL of the database names a Unix socket, which the JDBC driver cannot use",
                    "Name a host: localhost, where the server listens on it.");
        }
        List<HostPort> hosts = new ArrayList<>();
        for (String host : text.split(",", -1)) {
            hosts.add(host(host));
        }
        return hosts;
    }

    private HostPort host(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']');
        String name = hasPort ? text.substring(0, colon) : text;
        String port = hasPort ? text.substring(colon + 1) : "";
        boolean bracketed = name.length() > 2 && name.startsWith("[") && name.endsWith("]");
        if (bracketed) {
            name = name.substring(1, name.length() - 1);
        }
        if (!name.isEmpty() && !(bracketed ? IPV6 : NAME).matcher(name).matches()) {
            throw misplacedCharacter();
        }
        return new HostPort(name.isEmpty() ? "localhost" : name, port(port));
    }

    private int port(String text) {
        if (text.isEmpty()) {
            return DatabaseUrl.DEFAULT_PORT;
        }
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw complaint(
                "The port in the URL of the database is not a number from 1 to 65535",
                "Where the password holds : / @ ? # or %, percent-encode it (%3A %2F %40 %3F %23 %25).");
    }

    private String database(String name) {
        if (name.isEmpty()) {
            throw complaint(
                    "The URL names no database",
                    "Write its name after the host: jdbc:postgresql://host:port/database.");
        }
        return name;
    }

    private Map<String, String> parameters(String query, UnaryOperator<String> decoding) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = halves(pair, '=');
                parameters.put(decoding.apply(parts[0]), decoding.apply(parts[1]));
            }
        }
        return parameters;
    }

    private static Optional<String> taken(Map<String, String> parameters, String name) {
        return nonEmpty(parameters.remove(name));
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }

    /** What stands before the first {@code separator}, and what stands after it or nothing. */
    private static String[] halves(String text, char separator) {
        int index = text.indexOf(separator);
        return index < 0 ? new String[] {text, ""} : new String[] {text.substring(0, index), text.substring(index + 1)};
    }

    /** Unlike in forms, a plus sign is one. */
    private String percentDecoded(String text) {
        return formDecoded(text.replace("+", "%2B"));
    }

    private String formDecoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not as the cause: its message quotes the text.
            throw complaint(
                    "A percent sign in the URL of the database is not followed by two hexadecimal digits",
                    "Write a percent sign as %25.");
        }
    }

    private SyncException misplacedCharacter() {
        return complaint(
                "The URL of the database cannot be taken apart: a character stands where it may not",
                "Write it as postgresql://user:password@host:port/database, with : / @ ? # and % in user, password and"
                        + " database percent-encoded (%3A %2F %40 %3F %23 %25).");
    }

    private SyncException complaint(String what, String remedy) {
        return new SyncException(new Problem(what, where, remedy));
    }
}
