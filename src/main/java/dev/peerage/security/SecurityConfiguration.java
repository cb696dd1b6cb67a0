package dev.peerage.security;

import dev.peerage.web.Problem;
import dev.peerage.web.ProblemWriter;
import dev.peerage.web.ReadyNote;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** Puts the keys in front of everything. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeyProperties.class)
class SecurityConfiguration {

    @Bean
    AdminKey adminKey(KeyProperties properties) {
        String configured = properties.adminKey();
        return configured == null || configured.isBlank()
                ? AdminKey.inFile(properties.keyFile())
                : AdminKey.configured(configured);
    }

    @Bean
    Keys keys(AdminKey adminKey, KeyProperties properties) {
        Map<Actor, String> keys = new LinkedHashMap<>();
        keys.put(Actor.ADMIN, adminKey.value());
        properties.keys().forEach((name, entry) -> {
            String key = entry.key();
            keys.put(actor(name, entry.role()), key == null ? "" : key);
        });
        return Keys.of(keys);
    }

    private static Actor actor(String name, Role role) {
        if (name.equals(Actor.ADMIN.name())) {
            throw new KeyUnusable(
                    "peerage.keys.admin stands for the same actor as the admin key.",
                    "Set peerage.admin-key, or choose another name.");
        }
        try {
            return new Actor(name, role);
        } catch (IllegalArgumentException unfit) {
            throw new KeyUnusable(
                    "%s is no name for an actor under peerage.keys.".formatted(name),
                    String.valueOf(unfit.getMessage()));
        }
    }

    @Bean
    SecurityFilterChain filterChain(Keys keys) {
        return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, new BearerKeyFilter(keys));
    }

    /** Methods are left to the controllers: one that a path does not have is a 405 with {@code Allow}, not a 400. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejections() {
        return (_, response, _) -> ProblemWriter.write(
                Problem.badRequest("The path holds what is not allowed there, such as //, ; or an encoded slash."),
                response);
    }

    /** The chain is one filter long: timing it would cost more than running it. */
    @Bean
    SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    /** There are no passwords. Without this, Boot makes up a user with one and prints it. */
    @Bean
    AuthenticationManager noPasswords() {
        return _ -> {
            throw new ProviderNotFoundException("There are keys only.");
        };
    }

    @Bean
    ReadyNote whereTheAdminKeyIs(AdminKey adminKey) {
        return () -> "admin key " + adminKey.source();
    }

    @Bean
    ActorParameter actorParameter() {
        return new ActorParameter();
    }
}
