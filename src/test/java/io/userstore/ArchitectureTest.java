package io.userstore;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Component;

/** What the package-infos promise, and the habits that a reader may count on everywhere. */
@AnalyzeClasses(packages = "io.userstore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String OURS = "io.userstore..";
    private static final String USER = "io.userstore.user..";
    private static final String COMMAND = "io.userstore.user.command..";
    private static final String EVENT = "io.userstore.user.event..";
    private static final String EVENT_LOG = "io.userstore.eventlog..";
    private static final String DIRECTORY = "io.userstore.directory..";
    private static final String ADOPTION = "io.userstore.adoption..";
    private static final String PRIVACY = "io.userstore.privacy..";
    private static final String AUDIT = "io.userstore.audit..";
    private static final String VERIFIER = "io.userstore.audit.verifier..";
    private static final String RELAY = "io.userstore.relay..";
    private static final String WEB = "io.userstore.web..";
    private static final String CLIENT = "io.userstore.client..";
    private static final String CLI = "io.userstore.cli..";
    private static final String SCHEMA = "io.userstore.schema..";
    private static final String DOCTOR = "io.userstore.doctor..";
    private static final String PLATFORM = "io.userstore.platform..";

    // Who may import whom

    @ArchTest
    static final ArchRule theDomainKnowsNothingElseOfOurs = mayImport(USER);

    @ArchTest
    static final ArchRule eventsKnowNothingOfOurs = mayImport(EVENT);

    @ArchTest
    static final ArchRule commandsKnowNothingOfEvents =
            noClasses().that().resideInAPackage(COMMAND).should().dependOnClassesThat(resideInAPackage(EVENT));

    @ArchTest
    static final ArchRule theLogKnowsNothingOfOurs = mayImport(EVENT_LOG);

    @ArchTest
    static final ArchRule theDirectoryKnowsTheDomainAndTheLog = mayImport(DIRECTORY, USER, EVENT_LOG);

    @ArchTest
    static final ArchRule privacyKnowsTheDomainAndTheLog = mayImport(PRIVACY, USER, EVENT_LOG);

    @ArchTest
    static final ArchRule theAdoptionKnowsTheDomainAndTheLog = mayImport(ADOPTION, USER, EVENT_LOG);

    @ArchTest
    static final ArchRule theAdoptionIsKnownByTheCommandLineOnly = noClasses()
            .that()
            .resideOutsideOfPackages(ADOPTION, CLI)
            .should()
            .dependOnClassesThat(resideInAPackage(ADOPTION));

    @ArchTest
    static final ArchRule theAuditKnowsTheDomainItsReadSideItsKeysAndTheLog =
            mayImport(AUDIT, USER, EVENT_LOG, DIRECTORY, PRIVACY);

    @ArchTest
    static final ArchRule theSecondVerifierSharesNothingWithTheFirst = mayImport(VERIFIER);

    @ArchTest
    static final ArchRule theAuditIsKnownByTheWebTheCommandLineTheRelayAndTheClientOnly = noClasses()
            .that()
            .resideOutsideOfPackages(AUDIT, WEB, CLI, RELAY, CLIENT)
            .should()
            .dependOnClassesThat(resideInAPackage(AUDIT));

    @ArchTest
    static final ArchRule theRelayKnowsTheAuditsFormOfEventsAndTheLog = mayImport(RELAY, AUDIT, EVENT_LOG);

    @ArchTest
    static final ArchRule theRelayIsKnownByNobody =
            noClasses().that().resideOutsideOfPackage(RELAY).should().dependOnClassesThat(resideInAPackage(RELAY));

    @ArchTest
    static final ArchRule kafkaIsKnownByTheRelayOnly = noClasses()
            .that()
            .resideOutsideOfPackage(RELAY)
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka.."));

    @ArchTest
    static final ArchRule theCommandLineKnowsWhatItsCommandsAreAbout =
            mayImport(CLI, PRIVACY, AUDIT, DIRECTORY, ADOPTION, SCHEMA, DOCTOR);

    @ArchTest
    static final ArchRule theSchemaKnowsTheLogAndTheTablesOfKeys = mayImport(SCHEMA, EVENT_LOG, PRIVACY);

    @ArchTest
    static final ArchRule theDoctorKnowsTheSchemaTheLogAndTheKeys = mayImport(DOCTOR, SCHEMA, EVENT_LOG, PRIVACY);

    @ArchTest
    static final ArchRule theDoctorIsKnownByTheCommandLineOnly = noClasses()
            .that()
            .resideOutsideOfPackages(DOCTOR, CLI)
            .should()
            .dependOnClassesThat(resideInAPackage(DOCTOR));

    @ArchTest
    static final ArchRule theCommandLineIsKnownByTheMainClassOnly = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .and()
            .areNotAnnotatedWith(SpringBootApplication.class)
            .should()
            .dependOnClassesThat(resideInAPackage(CLI));

    @ArchTest
    static final ArchRule theWebKnowsTheDomainItsReadSideTheAuditAndTheLog =
            mayImport(WEB, USER, DIRECTORY, AUDIT, EVENT_LOG);

    @ArchTest
    static final ArchRule theWebKnowsNothingOfEvents =
            noClasses().that().resideInAPackage(WEB).should().dependOnClassesThat(resideInAPackage(EVENT));

    /** Of which it gets the records alone into its jar, as ClientIT holds. */
    @ArchTest
    static final ArchRule theClientKnowsWhatIsSaidToTheStoreAndAnswered =
            mayImport(CLIENT, USER, DIRECTORY, AUDIT, EVENT_LOG);

    @ArchTest
    static final ArchRule theClientIsKnownByNobody =
            noClasses().that().resideOutsideOfPackage(CLIENT).should().dependOnClassesThat(resideInAPackage(CLIENT));

    @ArchTest
    static final ArchRule theClientNeedsNothingButAxonSpringBootAndJackson = classes()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    OURS,
                    "java..",
                    "org.axonframework..",
                    "org.reactivestreams..",
                    "org.springframework..",
                    "tools.jackson..",
                    "org.jspecify.annotations.."));

    @ArchTest
    static final ArchRule thePlatformIsKnownByNobody = noClasses()
            .that()
            .resideOutsideOfPackage(PLATFORM)
            .should()
            .dependOnClassesThat(resideInAPackage(PLATFORM));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.userstore.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theDomainNeedsNoFrameworkButAxonAndAnnotations = classes()
            .that()
            .resideInAPackage(USER)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    USER,
                    "java..",
                    "org.axonframework..",
                    "com.fasterxml.jackson.annotation..",
                    "com.ibm.icu..",
                    "org.jspecify.annotations.."));

    @ArchTest
    static final ArchRule eventsNeedNothingButTheJdk = classes()
            .that()
            .resideInAPackage(EVENT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(EVENT, "java..", "org.jspecify.annotations.."));

    // What is seen from outside

    @ArchTest
    static final ArchRule componentsAreSeenInTheirPackageOnly = classes()
            .that()
            .areMetaAnnotatedWith(Component.class)
            .and()
            .areNotAnnotatedWith(SpringBootApplication.class)
            .or()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule entitiesAreSeenInTheirPackageOnly =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule repositoriesAreSeenInTheirPackageOnly =
            classes().that().areAssignableTo(Repository.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule handlersAreSeenInTheirPackageOnly = classes()
            .that(haveAHandler())
            .and()
            .areNotAnnotatedWith(AggregateRoot.class)
            .should()
            .bePackagePrivate();

    // Habits

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(be(inANullMarkedPackage()));

    @ArchTest
    static final ArchRule namesSayWhatAClassIsFor =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Dto|DTO)(\\$.*)?");

    @ArchTest
    static final ArchRule caseIsNeverFoldedByTheMachinesLocale =
            noClasses().should().accessTargetWhere(target(theMachinesLocale()));

    @ArchTest
    static final ArchRule timeComesFromOutside =
            noClasses().that().resideOutsideOfPackage(PLATFORM).should().accessTargetWhere(target(theSystemsClock()));

    @ArchTest
    static final ArchRule nobodyWritesToStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule nobodyLogsWithTheJdk =
            noClasses().should().dependOnClassesThat(resideInAPackage("java.util.logging.."));

    private static ArchRule mayImport(String importing, String... imported) {
        DescribedPredicate<JavaClass> others =
                resideInAPackage(OURS).and(not(resideInAPackage(importing))).and(not(resideInAnyPackage(imported)));
        return noClasses().that().resideInAPackage(importing).should().dependOnClassesThat(others);
    }

    private static DescribedPredicate<JavaClass> haveAHandler() {
        DescribedPredicate<CanBeAnnotated> handler = annotatedWith(CommandHandler.class)
                .or(annotatedWith(EventHandler.class))
                .or(annotatedWith(EventSourcingHandler.class))
                .or(annotatedWith(QueryHandler.class));
        return describe("have a handler", type -> type.getCodeUnits().stream().anyMatch(handler));
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return describe(
                "in a package with a @NullMarked package-info",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    private static DescribedPredicate<AccessTarget> theMachinesLocale() {
        return describe(
                "folds case by the machine's locale",
                used -> used.getFullName().matches("java\\.lang\\.String\\.to(Lower|Upper)Case\\(\\)"));
    }

    /** Be it as an instant, a local time or milliseconds; a clock that was handed in may be asked. */
    private static DescribedPredicate<AccessTarget> theSystemsClock() {
        return describe(
                "reads the system's clock",
                used -> used.getFullName()
                        .matches("java\\.time\\..*\\.now\\((java\\.time\\.ZoneId)?\\)"
                                + "|java\\.time\\.Clock\\.(system|tick[A-Z]).*"
                                + "|java\\.lang\\.System\\.currentTimeMillis\\(\\)"));
    }
}
