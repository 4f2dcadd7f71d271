package dev.dbsync.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That no test of a database is left out on the other versions. */
class DatabaseTestsTest {

    private static final JavaClasses TESTS = new ClassFileImporter().importPackages("dev.dbsync.core");

    @Test
    void whateverUsesAServerIsKnownByAField() {
        Set<String> users = TESTS.stream()
                .filter(type -> type.getSimpleName().endsWith("Test"))
                .filter(type -> type.getTransitiveDependenciesFromSelf().stream()
                        .anyMatch(to -> isServer().test(to.getTargetClass())))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        // It speaks of servers, and starts none.
        users.remove(DatabaseTestsTest.class.getName());
        users.removeIf(name -> DatabaseTests.hasServer(load(name)));
        // With all versions at once, it need not be run on each.
        users.removeIf(name -> Arrays.stream(load(name).getDeclaredFields())
                .anyMatch(field -> field.getType() == MajorVersions.class));

        assertThat(users).isEmpty();
    }

    private static DescribedPredicate<JavaClass> isServer() {
        return DescribedPredicate.describe("a server", type -> type.isEquivalentTo(PostgresServer.class));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
