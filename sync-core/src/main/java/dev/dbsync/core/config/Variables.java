package dev.dbsync.core.config;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves <code>${NAME}</code> and <code>${NAME:-default}</code> from the environment, then from properties; <code>$${
 * </code> is a literal <code>${</code>.
 *
 * <p>As in a shell, the default also stands in for an empty value. A default cannot hold a closing brace. What a
 * variable holds is taken as it is: variables in it are not resolved.
 */
public final class Variables {

    private static final Pattern REFERENCE = Pattern.compile(
            "(?<literal>\\$\\$\\{)|\\$\\{((?<name>[A-Za-z_][A-Za-z0-9_.-]*)(:-(?<otherwise>[^}]*))?})?");

    private final UnaryOperator<String> environment;
    private final Map<String, String> properties;

    /** @param environment gives a variable's value, or null where it is not set */
    public Variables(UnaryOperator<String> environment, Map<String, String> properties) {
        this.environment = environment;
        this.properties = Map.copyOf(properties);
    }

    /** Variables of this process, then the given properties. */
    public static Variables ofProcess(Map<String, String> properties) {
        return new Variables(System::getenv, properties);
    }

    /** The value of one name, where it is set. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(environment.apply(name)).or(() -> Optional.ofNullable(properties.get(name)));
    }

    /** Whether a build server runs this: those set {@code CI=true}. */
    public boolean isBuildServer() {
        return get("CI").filter("true"::equalsIgnoreCase).isPresent();
    }

    /** @throws SyncException when a variable without a default is not set, or is misspelt; it names the line */
    public String resolve(Template template) {
        Matcher matcher = REFERENCE.matcher(template.text());
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(replacement(matcher, template)));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String replacement(Matcher matcher, Template template) {
        if (matcher.group("literal") != null) {
            return "${";
        }
        String name = matcher.group("name");
        if (name == null) {
            throw new SyncException(new Problem(
                    "A ${ does not begin a variable",
                    template.where(),
                    "Write ${NAME} or ${NAME:-default}, the name of letters, digits, _ . and -; or $${ where ${ itself"
                            + " is meant."));
        }
        String otherwise = matcher.group("otherwise");
        return get(name)
                .filter(value -> otherwise == null || !value.isEmpty())
                .or(() -> Optional.ofNullable(otherwise))
                .orElseThrow(() -> new SyncException(new Problem(
                        "The variable " + name + " is not set",
                        template.where(),
                        "Set it in the environment, or with -D" + name + "=…, or give a default: ${" + name
                                + ":-default}")));
    }
}
