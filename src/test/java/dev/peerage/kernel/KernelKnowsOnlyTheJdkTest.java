package dev.peerage.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What two regions agree on must not change with the version of a library. */
@AnalyzeClasses(packages = "dev.peerage.kernel", importOptions = DoNotIncludeTests.class)
class KernelKnowsOnlyTheJdkTest {

    @ArchTest
    static final ArchRule kernelKnowsOnlyTheJdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.peerage.kernel", "java..", "org.jspecify.annotations");
}
