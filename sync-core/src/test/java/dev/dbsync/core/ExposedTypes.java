package dev.dbsync.core;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Types that stand in the signatures of a class's public methods, constructors and fields. */
final class ExposedTypes {

    private ExposedTypes() {}

    /** Met by a public member that names a type outside of the packages; so a rule wants its negation. */
    static ArchCondition<JavaClass> outside(String... packages) {
        return new ArchCondition<>("expose types outside of " + Arrays.toString(packages)) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<String> foreign = Stream.concat(
                                type.getCodeUnits().stream()
                                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                                        .flatMap(ExposedTypes::named),
                                type.getFields().stream()
                                        .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
                                        .map(JavaField::getRawType))
                        .map(JavaClass::getBaseComponentType)
                        .filter(named -> !named.isPrimitive())
                        .map(JavaClass::getName)
                        .filter(name ->
                                Stream.of(packages).noneMatch(allowed -> name.startsWith(allowed.replace("..", "."))))
                        .collect(Collectors.toSet());
                events.add(new SimpleConditionEvent(type, !foreign.isEmpty(), type.getName() + " exposes " + foreign));
            }
        };
    }

    private static Stream<JavaClass> named(JavaCodeUnit unit) {
        return Stream.concat(
                unit.getRawParameterTypes().stream(),
                Stream.concat(Stream.of(unit.getRawReturnType()), unit.getExceptionTypes().stream()));
    }
}
