package io.armwatch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.Reporting;
import io.armwatch.change.TimePolicy;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Which room may know which, as design.md draws it. */
@AnalyzeClasses(packages = "io.armwatch", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private ArchitectureTest() {}

    private static final DescribedPredicate<JavaClass> ARMWATCH = resideInAPackage("io.armwatch..");

    private static final DescribedPredicate<JavaClass> AZURE_S_IDS = belongToAnyOf(ArmId.class, ResourceType.class);

    @ArchTest
    static final ArchRule AZURE_KNOWS_NO_OTHER = knowsOnly("azure");

    @ArchTest
    static final ArchRule CHANGE_KNOWS_AZURE_S_IDS = knowsOnly("change", AZURE_S_IDS);

    @ArchTest
    static final ArchRule EVENT_KNOWS_CHANGE_AND_AZURE_S_IDS =
            knowsOnly("event", AZURE_S_IDS.or(resideInAPackage("io.armwatch.change")));

    @ArchTest
    static final ArchRule SOURCE_KNOWS_CHANGE_AND_AZURE_S_IDS =
            knowsOnly("source", AZURE_S_IDS.or(resideInAPackage("io.armwatch.change")));

    @ArchTest
    static final ArchRule CONFIG_KNOWS_AZURE_SOURCE_AND_THE_RULES_OF_TIME_AND_REPORTING = knowsOnly(
            "config",
            resideInAnyPackage("io.armwatch.azure..", "io.armwatch.source")
                    .or(belongToAnyOf(TimePolicy.class, Reporting.class)));

    @ArchTest
    static final ArchRule DETECTION_AND_KAFKA_KNOW_NOBODY_WHO_POLLS = noClasses()
            .that()
            .resideInAnyPackage("io.armwatch.detection..", "io.armwatch.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.armwatch",
                    "io.armwatch.service..",
                    "io.armwatch.route..",
                    "io.armwatch.poll..",
                    "io.armwatch.management..",
                    "io.armwatch.cli..");

    @ArchTest
    static final ArchRule ROUTE_AND_POLL_KNOW_NEITHER_MANAGEMENT_NOR_COMMANDS = noClasses()
            .that()
            .resideInAnyPackage("io.armwatch.route..", "io.armwatch.poll..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.armwatch", "io.armwatch.service..", "io.armwatch.management..", "io.armwatch.cli..");

    @ArchTest
    static final ArchRule MANAGEMENT_KNOWS_NO_COMMANDS = noClasses()
            .that()
            .resideInAPackage("io.armwatch.management..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.armwatch", "io.armwatch.service..", "io.armwatch.cli..");

    @ArchTest
    static final ArchRule CHANGE_EVENT_AND_SOURCE_KNOW_NO_CAMEL_NO_KAFKA_NO_HTTP = noClasses()
            .that()
            .resideInAnyPackage("io.armwatch.change..", "io.armwatch.event..", "io.armwatch.source..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "org.apache.kafka..",
                    "io.cloudevents.kafka..",
                    "org.apache.hc..",
                    "java.net.http..",
                    "io.vertx..",
                    "com.azure..",
                    "io.micrometer..");

    @ArchTest
    static final ArchRule THE_SIMULATOR_KNOWS_NONE_OF_THEM = knowsOnly("simulator");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_KNOW_THE_SIMULATOR = noClasses()
            .that(not(resideInAnyPackage("io.armwatch.cli..", "io.armwatch.simulator..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.armwatch.simulator..");

    /** Otherwise some of it would be loaded where tracing is off: TracingIT. */
    @ArchTest
    static final ArchRule ONLY_THE_SERVICE_KNOWS_OPENTELEMETRY = noClasses()
            .that(not(resideInAnyPackage("io.armwatch.trace.otlp..", "io.armwatch.service..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..", "io.armwatch.trace.otlp..", "org.apache.camel.opentelemetry2..");

    @ArchTest
    static final ArchRule TRACE_KNOWS_CONFIG = knowsOnly("trace", resideInAPackage("io.armwatch.config"));

    @ArchTest
    static final ArchRule NO_CYCLES_AMONG_PACKAGES =
            slices().matching("io.armwatch.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule POLL_KNOWS_NO_CAMEL = noClasses()
            .that()
            .resideInAPackage("io.armwatch.poll..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "io.armwatch.route..");

    @ArchTest
    static final ArchRule NO_CYCLES_WITHIN_POLL =
            slices().matching("io.armwatch.poll.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .that(ARMWATCH)
            .should(new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            item, marked, item.getPackageName() + " needs a package-info.java with @NullMarked"));
                }
            });

    @ArchTest
    static final ArchRule ONLY_COMMANDS_PRINT = noClasses()
            .that(not(resideInAnyPackage("io.armwatch", "io.armwatch.cli..")))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    /**
     * What may hold a password or a token: its toString is written by hand, or it is no record. The simulator's are made up.
     */
    @ArchTest
    static final ArchRule RECORDS_WITH_SECRETS_MASK_THEMSELVES = classes()
            .that(new DescribedPredicate<>("are records that may hold a secret") {
                @Override
                public boolean test(JavaClass type) {
                    return type.isRecord()
                            && !resideInAPackage("io.armwatch.simulator..").test(type)
                            && type.getFields().stream().anyMatch(ArchitectureTest::mayHoldSecret);
                }
            })
            .should(new ArchCondition<>("declare a toString that masks") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    boolean own = item.tryGetMethod("toString")
                            .map(method -> !method.getAccessesFromSelf().isEmpty())
                            .orElse(false);
                    events.add(new SimpleConditionEvent(item, own, item.getName() + " shows what it holds"));
                }
            });

    private static boolean mayHoldSecret(JavaField field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        return !field.getModifiers().contains(JavaModifier.STATIC)
                && !name.matches(".*secret(identifier|name|status)") // where a secret is, not what it is
                && (name.matches(".*(password|token|secret|credential|authorization).*")
                        || (name.equals("client") && field.getRawType().isAssignableTo(Map.class)));
    }

    private static ArchRule knowsOnly(String room) {
        return knowsOnly(room, DescribedPredicate.alwaysFalse());
    }

    private static ArchRule knowsOnly(String room, DescribedPredicate<? super JavaClass> others) {
        String own = "io.armwatch." + room + "..";
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(resideInAPackage(own).or(not(ARMWATCH)).or(others));
    }
}
