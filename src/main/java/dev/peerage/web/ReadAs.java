package dev.peerage.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter that is a {@link JsonBody}: which record's fields are read from it. Only the API's document asks; of a
 * PATCH it shows the merge patch (RFC 7396) of that record.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ReadAs {

    /** A record with a component for each field that may be sent. */
    Class<? extends Record> value();

    /** A body in JSON; needed where the record's own example does not fit, as for a patch. */
    String example() default "";
}
