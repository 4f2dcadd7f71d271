package dev.dbsync.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import dev.dbsync.core.masking.OutputPromise;

/** The layering of docs/architecture.md. A new package is added here first. */
@AnalyzeClasses(packages = "dev.dbsync.core", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    private static final String[] GOALS = {"..core.status..", "..core.promote..", "..core.pull..", "..core.classify.."};

    private static final String[] MECHANISMS = {
        "..core.lookup..",
        "..core.backup..",
        "..core.masking..",
        "..core.detection..",
        "..core.proof..",
        "..core.comparison..",
        "..core.copy..",
        "..core.load..",
        "..core.migration..",
        "..core.script..",
        "..core.snapshot..",
        "..core.swap..",
        "..core.embedded.."
    };

    @ArchTest
    static final ArchRule layersDependDownwardsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("facade")
            .definedBy("dev.dbsync.core")
            .layer("report")
            .definedBy("..core.report..")
            .layer("goals")
            .definedBy(GOALS)
            .layer("mechanisms")
            .definedBy(MECHANISMS)
            .layer("database")
            .definedBy("..core.database..")
            .layer("config")
            .definedBy("..core.config..")
            .layer("ground")
            .definedBy("..core.run..", "..core.event..", "..core.problem..")
            .whereLayer("facade")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("goals")
            .mayOnlyBeAccessedByLayers("report", "facade")
            .whereLayer("mechanisms")
            .mayOnlyBeAccessedByLayers("goals", "report", "facade")
            .whereLayer("database")
            .mayOnlyBeAccessedByLayers("mechanisms", "goals", "report", "facade")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("database", "mechanisms", "goals", "report", "facade");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.dbsync.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noGoalKnowsAnother = slices().matching("dev.dbsync.core.(status|promote|pull|classify)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule flywayIsMigrationsAffair = noClasses()
            .that()
            .resideOutsideOfPackage("..core.migration..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.flywaydb..");

    @ArchTest
    static final ArchRule detectionKnowsNothingOfDatabases = noClasses()
            .that()
            .resideInAPackage("..core.detection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..")
            .orShould()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.dbsync..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("..core.detection.."))));

    @ArchTest
    static final ArchRule copyIsCopysAffair = noClasses()
            .that()
            .resideOutsideOfPackage("..core.copy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql.copy..");

    @ArchTest
    static final ArchRule pgCodeKeeperIsBackupsAndScriptsAffair = noClasses()
            .that()
            .resideOutsideOfPackages("..core.backup..", "..core.script..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pgcodekeeper..", "org.antlr..");

    @ArchTest
    static final ArchRule databaseOpensTheConnections = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.dbsync.core.database.Database")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql.ds..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.DriverManager");

    @ArchTest
    static final ArchRule coreNeverSeesAConsole = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule configReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage("..core.config..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule coreNeverNamesMaven =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.maven..", "org.codehaus..");

    /** What the masking misses must not be missed by its proof for the same reason. */
    @ArchTest
    static final ArchRule theProofKnowsOfMaskingOnlyWhatItPromises = noClasses()
            .that()
            .resideInAPackage("..core.proof..")
            .should()
            .dependOnClassesThat(resideInAPackage("..core.masking..").and(not(type(OutputPromise.class))));

    /** Callers of Sync compile against the JDK and Sync alone. */
    @ArchTest
    static final ArchRule publicTypesExposeTheJdkAndCoreOnly = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .should(ArchConditions.not(ExposedTypes.outside("java..", "javax..", "dev.dbsync..")));
}
