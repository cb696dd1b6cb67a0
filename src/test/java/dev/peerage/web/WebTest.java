package dev.peerage.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A test of what the outside sees: the web and security modules, without a database, on a Tomcat that listens. The
 * admin key is {@link Client#ADMIN_KEY}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
        classes = WebTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.threads.virtual.enabled=true",
            "spring.web.resources.add-mappings=false",
            "spring.mvc.formcontent.filter.enabled=false",
            "spring.servlet.multipart.enabled=false",
            "management.endpoints.web.exposure.include=health,info,metrics",
            "management.endpoint.health.validate-group-membership=false",
            "peerage.admin-key=" + Client.ADMIN_KEY,
            "peerage.keys.reading-bot.key=" + Client.READER_KEY,
            "peerage.keys.reading-bot.role=reader",
            "peerage.keys.writing-bot.key=" + Client.WRITER_KEY,
            "peerage.keys.writing-bot.role=writer"
        })
public @interface WebTest {}
