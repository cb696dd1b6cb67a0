package dev.peerage.eventstore;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and revision under which an event is stored: they outlive the class, which may be renamed or moved. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** Unique over all modules, for ever. */
    String name();

    /** Counts up when the payload's form changes, from 1. */
    int revision() default 1;

    /** How payloads of older revisions are read: the first one makes revision 1 into 2, and so on up to {@link #revision}. */
    Class<? extends Upcaster>[] upcasters() default {};

    /** Whether the subject is gone for good with it. The index {@code event_retiring} lists these by name. */
    boolean retires() default false;
}
