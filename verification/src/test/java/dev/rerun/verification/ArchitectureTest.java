package dev.rerun.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.jpa.JpaTransactions;
import dev.rerun.kafka.KafkaStream;
import dev.rerun.observation.MicrometerObserver;
import dev.rerun.testkit.InMemoryStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The arrows of the design: api, then core, then the adapters, which do not know each other. */
class ArchitectureTest {
    private static final JavaClasses LIBRARIES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(
                    RerunEngine.class,
                    RerunEngines.class,
                    Eligibility.class,
                    RerunStore.class,
                    JdbcStore.class,
                    JpaTransactions.class,
                    KafkaStream.class,
                    MicrometerObserver.class,
                    InMemoryStore.class);

    private static final String API = RerunEngine.class.getPackageName();
    private static final String CORE = RerunEngines.class.getPackageName();
    private static final String ELIGIBILITY = Eligibility.class.getPackageName();
    private static final String SPI = RerunStore.class.getPackageName();
    private static final String JDBC = JdbcStore.class.getPackageName();
    private static final String COPY = "dev.rerun.jdbc.PostgresCopy";
    private static final String JPA = JpaTransactions.class.getPackageName();
    private static final String KAFKA = KafkaStream.class.getPackageName();
    private static final String KAFKA_CLIENT = parent(KafkaException.class.getPackageName()) + "..";
    private static final String OBSERVATION = MicrometerObserver.class.getPackageName();
    private static final String MICROMETER = MeterRegistry.class.getPackageName() + "..";
    private static final String TELEMETRY = parent(OpenTelemetry.class.getPackageName()) + "..";
    private static final String TESTKIT = InMemoryStore.class.getPackageName();

    /** So many classes there are in each package: a package that is not found would keep every rule. */
    private static final Map<String, Long> AT_LEAST = Map.of(
            API,
            20L,
            CORE,
            30L,
            ELIGIBILITY,
            10L,
            SPI,
            30L,
            JDBC,
            100L,
            JPA,
            6L,
            KAFKA,
            25L,
            OBSERVATION,
            7L,
            TESTKIT,
            30L);

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static DescribedPredicate<JavaClass> under(String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages);
    }

    @Test
    void enoughClassesAreLookedAt() {
        Map<String, Long> found =
                LIBRARIES.stream().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(found)
                .containsOnlyKeys(AT_LEAST.keySet())
                .allSatisfy((name, classes) -> assertThat(classes).as(name).isGreaterThanOrEqualTo(AT_LEAST.get(name)));
    }

    @Test
    void apiStandsOnTheJdkAndJSpecifyAlone() {
        check(classes()
                .that()
                .resideInAPackage(API)
                .should()
                .onlyDependOnClassesThat(under(API, "java..", NullMarked.class.getPackageName())));
    }

    @Test
    void coreKnowsNoAdapterNoSqlAndNoKafka() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE, ELIGIBILITY, SPI)
                .should()
                .dependOnClassesThat(under(
                        JDBC + "..", TESTKIT + "..", KAFKA + "..", OBSERVATION + "..", "java.sql..", "javax.sql..")));
        check(classes()
                .that()
                .resideInAnyPackage(CORE, ELIGIBILITY, SPI)
                .should()
                .onlyDependOnClassesThat(under(
                        API,
                        CORE,
                        ELIGIBILITY,
                        SPI,
                        "java..",
                        NullMarked.class.getPackageName(),
                        Logger.class.getPackageName())));
    }

    /** But for the one class that may find its driver missing. */
    @Test
    void jdbcStandsOnCoreAndTheJdk() {
        check(classes()
                .that()
                .resideInAPackage(JDBC)
                .and()
                .doNotHaveFullyQualifiedName(COPY)
                .should()
                .onlyDependOnClassesThat(under(
                        API,
                        ELIGIBILITY,
                        SPI,
                        JDBC,
                        "java..",
                        "javax.sql..",
                        NullMarked.class.getPackageName(),
                        Logger.class.getPackageName())));
    }

    @Test
    void onlyTheCopyKnowsTheDriverOfPostgresql() {
        check(classes()
                .that()
                .haveFullyQualifiedName(COPY)
                .should()
                .onlyDependOnClassesThat(under(JDBC, "java..", "org.postgresql..")));
    }

    @Test
    void onlyTheIntegrationOfJakartaPersistenceKnowsIt() {
        check(classes()
                .that()
                .resideInAPackage(JPA)
                .should()
                .onlyDependOnClassesThat(under(
                        SPI,
                        JDBC,
                        JPA,
                        "jakarta.persistence..",
                        "java..",
                        NullMarked.class.getPackageName(),
                        Logger.class.getPackageName())));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(JPA)
                .should()
                .dependOnClassesThat(under(JPA, "jakarta.persistence..")));
    }

    @Test
    void kafkaStandsOnTheInterfacesOfCoreAndItsClient() {
        check(classes()
                .that()
                .resideInAPackage(KAFKA)
                .should()
                .onlyDependOnClassesThat(under(
                        API,
                        SPI,
                        KAFKA,
                        KAFKA_CLIENT,
                        "java..",
                        NullMarked.class.getPackageName(),
                        Logger.class.getPackageName())));
    }

    @Test
    void onlyTheStreamOverKafkaKnowsKafka() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(KAFKA)
                .should()
                .dependOnClassesThat(under(KAFKA + "..", KAFKA_CLIENT)));
    }

    @Test
    void observationStandsOnTheInterfacesOfCoreAndWhatTheHostBrings() {
        check(classes()
                .that()
                .resideInAPackage(OBSERVATION)
                .should()
                .onlyDependOnClassesThat(under(
                        API, SPI, OBSERVATION, MICROMETER, TELEMETRY, "java..", NullMarked.class.getPackageName())));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(OBSERVATION)
                .should()
                .dependOnClassesThat(under(OBSERVATION + "..", MICROMETER, TELEMETRY)));
    }

    /** A host that brings one library need not bring the other. */
    @Test
    void noClassOfObservationKnowsBothMicrometerAndOpenTelemetry() {
        check(noClasses()
                .that(DescribedPredicate.describe("know Micrometer", knows(MICROMETER)))
                .should()
                .dependOnClassesThat(under(TELEMETRY)));
    }

    private static Predicate<JavaClass> knows(String packages) {
        return each -> each.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> under(packages).test(dependency.getTargetClass()));
    }

    @Test
    void testkitKnowsNoAdapter() {
        check(noClasses()
                .that()
                .resideInAPackage(TESTKIT)
                .should()
                .dependOnClassesThat(
                        under(JDBC + "..", KAFKA + "..", OBSERVATION + "..", "java.sql..", "javax.sql..")));
    }

    @Test
    void rulesArePureFunctionsOfFacts() {
        check(noClasses()
                .that()
                .resideInAPackage(ELIGIBILITY)
                .should()
                .dependOnClassesThat(under("org.slf4j..", "java.sql..", "java.io..", "java.nio.."))
                .orShould()
                .dependOnClassesThat(JavaClass.Predicates.assignableTo(Clock.class))
                .orShould()
                .callMethod(Instant.class, "now"));
    }

    @Test
    void nobodyReadsTheSystemsClockButWhereItEnters() {
        check(noClasses()
                .that()
                .resideInAnyPackage(API, CORE, ELIGIBILITY, SPI, JDBC, JPA, KAFKA, OBSERVATION)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.rerun.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<JavaPackage> packages =
                LIBRARIES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

        assertThat(packages).hasSize(AT_LEAST.size()).allSatisfy(each -> assertThat(
                        each.isAnnotatedWith(NullMarked.class))
                .as(each.getName())
                .isTrue());
    }

    @Test
    void noClassIsAJunkDrawer() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Misc|Common|Stuff)(\\$.*)?"));
    }

    private static void check(ArchRule rule) {
        rule.check(LIBRARIES);
    }
}
