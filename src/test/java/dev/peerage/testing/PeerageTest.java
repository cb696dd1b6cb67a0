package dev.peerage.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.ContextConfiguration;

/**
 * {@link SpringBootTest} on a {@link TestDatabase} and a data directory of the application context's own. Test classes
 * that ask for the same context share both, so tests use ids of their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest
@ContextConfiguration(initializers = TestDatabaseInitializer.class)
public @interface PeerageTest {

    /** See {@link SpringBootTest#properties}. */
    @AliasFor(annotation = SpringBootTest.class)
    String[] properties() default {};

    /** See {@link SpringBootTest#webEnvironment}. */
    @AliasFor(annotation = SpringBootTest.class)
    WebEnvironment webEnvironment() default WebEnvironment.MOCK;

    /** See {@link SpringBootTest#classes}. */
    @AliasFor(annotation = SpringBootTest.class)
    Class<?>[] classes() default {};
}
