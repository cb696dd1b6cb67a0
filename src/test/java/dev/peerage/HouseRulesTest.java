package dev.peerage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.peerage.eventstore.DomainEvent;
import jakarta.persistence.Entity;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;

/** What the modules' own rules do not say. */
@AnalyzeClasses(packages = "dev.peerage", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    private static final DescribedPredicate<JavaClass> AGGREGATES = describe(
            "are aggregates",
            type -> type.getFields().stream().anyMatch(field -> field.isAnnotatedWith(AggregateIdentifier.class)));

    /** What is wired is seen in a constructor. */
    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    /** Axon 4 stays replaceable: commands, events, views and everything before them do without it. */
    @ArchTest
    static final ArchRule axonIsKnownToTheEventStoreTheViewsAndTheAggregatesAlone = noClasses()
            .that()
            .resideOutsideOfPackages("dev.peerage.eventstore..", "dev.peerage.views..")
            .and(DescribedPredicate.not(AGGREGATES))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.axonframework..");

    @ArchTest
    static final ArchRule modulesFormNoCycles =
            slices().matching("dev.peerage.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule eventsAreFactsOfPlainValues = classes()
            .that()
            .areAssignableTo(DomainEvent.class)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.peerage..", "org.jspecify.annotations");

    /** They are there for the framework, not for other modules. */
    @ArchTest
    static final ArchRule controllersEntitiesAndConfigurationsArePackagePrivate = noClasses()
            .that()
            .areAnnotatedWith(RestController.class)
            .or()
            .areAnnotatedWith(Entity.class)
            .or()
            .areAnnotatedWith(Configuration.class)
            .should()
            .bePublic();
}
