package dev.dbsync.core.testing;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * With {@code -Dsync.test.only=database}, runs the tests that have a {@link PostgresServer}, and no others: what does
 * not touch a database need not be tested on each version of PostgreSQL.
 */
public final class DatabaseTests implements PostDiscoveryFilter {

    private static final String ONLY = "sync.test.only";

    @Override
    public FilterResult apply(TestDescriptor test) {
        if (!"database".equals(System.getProperty(ONLY))) {
            return FilterResult.included("all tests");
        }
        return FilterResult.includedIf(test.getSource()
                .flatMap(DatabaseTests::testClass)
                .filter(DatabaseTests::hasServer)
                .isPresent());
    }

    private static Optional<Class<?>> testClass(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(method.getJavaClass());
        }
        return source instanceof ClassSource type ? Optional.of(type.getJavaClass()) : Optional.empty();
    }

    /** Its own, its fixture's, or that of the class around it. */
    static boolean hasServer(Class<?> type) {
        return Stream.<Class<?>>iterate(type, at -> at != null && at != Object.class, Class::getSuperclass)
                .anyMatch(at -> Arrays.stream(at.getDeclaredFields())
                                .map(Field::getType)
                                .anyMatch(field -> field == PostgresServer.class || holdsServer(field))
                        || at.getEnclosingClass() != null && hasServer(at.getEnclosingClass()));
    }

    private static boolean holdsServer(Class<?> field) {
        return field.getName().startsWith("dev.dbsync.")
                && Arrays.stream(field.getDeclaredFields()).anyMatch(of -> of.getType() == PostgresServer.class);
    }
}
