/**
 * The conventions every HTTP endpoint follows: how a body is read, how an error is answered, how lists are paged, how
 * preconditions and preferences are understood, which headers and documents come with every answer.
 *
 * <p>May use {@code text}, Spring MVC, Tomcat, Jackson and springdoc; knows nothing of users, groups or keys.
 */
@ApplicationModule(displayName = "Web conventions")
@NullMarked
package dev.peerage.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
