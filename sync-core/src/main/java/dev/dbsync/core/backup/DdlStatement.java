package dev.dbsync.core.backup;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement as pgCodeKeeper writes it: keywords in capitals, names quoted where they must be.
 *
 * @param sql without its semicolon
 */
record DdlStatement(String sql) {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\".(]+)";
    private static final String QUALIFIED = NAME + "(?:\\." + NAME + ")*";

    private static final Pattern AFTER_ROWS = Pattern.compile("^(?:"
            + String.join(
                    "|",
                    "COMMENT ON ",
                    "GRANT ",
                    "REVOKE ",
                    "CREATE (?:UNIQUE )?INDEX ",
                    "ALTER INDEX ",
                    "CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER ",
                    "CREATE (?:OR REPLACE )?RULE ",
                    "CREATE POLICY ",
                    "CREATE EVENT TRIGGER ",
                    "ALTER EVENT TRIGGER ",
                    "ALTER TABLE (?:ONLY )?" + QUALIFIED + "\\s+ADD CONSTRAINT " + NAME + " FOREIGN KEY",
                    "ALTER (?:TABLE|MATERIALIZED VIEW) (?:ONLY )?" + QUALIFIED
                            + "\\s+(?:ENABLE|DISABLE|FORCE|NO FORCE|CLUSTER ON|REPLICA) ")
            + ")");

    /** Rows that were there before the constraint may violate it. */
    private static final Pattern NOT_VALID =
            Pattern.compile("^ALTER TABLE (?:ONLY )?" + QUALIFIED + "\\s+ADD CONSTRAINT .* NOT VALID$", Pattern.DOTALL);

    private static final Pattern MATERIALIZED = Pattern.compile(
            "^CREATE MATERIALIZED VIEW (?<name>" + QUALIFIED + ").*\\s(?<data>WITH DATA)$", Pattern.DOTALL);

    private static final Pattern FOREIGN_KEY = Pattern.compile("^(?:ALTER TABLE (?:ONLY )?(?<schema>" + NAME
            + ")\\.(?<table>" + NAME + ")\\s+ADD CONSTRAINT (?<name>" + NAME + ") FOREIGN KEY\\b"
            + "|COMMENT ON CONSTRAINT (?<name2>" + NAME + ") ON (?<schema2>" + NAME + ")\\.(?<table2>" + NAME
            + ") IS\\b)");

    private static final Pattern OWNER = Pattern.compile("^ALTER .* OWNER TO (?<role>" + NAME + ")$", Pattern.DOTALL);

    private static final Pattern DEFAULT_PRIVILEGES_OF =
            Pattern.compile("^ALTER DEFAULT PRIVILEGES FOR ROLE (?<role>" + NAME + ") .*$", Pattern.DOTALL);

    private static final Pattern GRANT = Pattern.compile(
            "^(?:ALTER DEFAULT PRIVILEGES .* )?(?:GRANT|REVOKE) .* (?:TO|FROM) (?<role>" + NAME
                    + ")(?: WITH GRANT OPTION)?$",
            Pattern.DOTALL);

    boolean isAfterRows() {
        return AFTER_ROWS.matcher(sql).find() || NOT_VALID.matcher(sql).matches();
    }

    boolean isEventTrigger() {
        return sql.startsWith("CREATE EVENT TRIGGER ") || sql.startsWith("ALTER EVENT TRIGGER ");
    }

    /** The quoted name of a materialized view that holds rows; empty for anything else. */
    Optional<String> filledMaterializedView() {
        Matcher view = MATERIALIZED.matcher(sql);
        return view.matches() ? Optional.of(view.group("name")) : Optional.empty();
    }

    /** The same materialized view, to be filled later. */
    DdlStatement unfilled() {
        Matcher view = MATERIALIZED.matcher(sql);
        return view.matches() ? new DdlStatement(sql.substring(0, view.start("data")) + "WITH NO DATA") : this;
    }

    /** The role that {@code ALTER … OWNER TO} names, or whose default privileges are altered. */
    Optional<String> owner() {
        return role(OWNER).or(() -> role(DEFAULT_PRIVILEGES_OF));
    }

    /** The role that a grant or its opposite names; {@code PUBLIC} is no role. */
    Optional<String> grantee() {
        return role(GRANT).filter(role -> !role.equals("PUBLIC"));
    }

    /** Whether it adds this foreign key, or comments on a constraint of that name on its table. */
    boolean isOf(Manifest.OpenKey key) {
        Matcher found = FOREIGN_KEY.matcher(sql);
        if (!found.find()) {
            return false;
        }
        String which = found.group("name") == null ? "2" : "";
        return new Manifest.OpenKey(
                        unquoted(found.group("schema" + which)),
                        unquoted(found.group("table" + which)),
                        unquoted(found.group("name" + which)))
                .equals(key);
    }

    /** Its first line, for a complaint. */
    String head() {
        return sql.lines().findFirst().orElse("");
    }

    private Optional<String> role(Pattern pattern) {
        Matcher matcher = pattern.matcher(sql);
        return matcher.matches() ? Optional.of(unquoted(matcher.group("role"))) : Optional.empty();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
