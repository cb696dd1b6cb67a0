package dev.peerage.eventstore;

import dev.peerage.kernel.Stamp;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/** Lets sourcing and event handlers ask for the {@link Stamp} of their event. */
public final class StampParameterResolverFactory implements ParameterResolverFactory {

    @Override
    public @Nullable ParameterResolver<Stamp> createInstance(
            Executable executable, Parameter[] parameters, int parameterIndex) {
        return parameters[parameterIndex].getType() == Stamp.class ? new StampResolver() : null;
    }

    private static final class StampResolver implements ParameterResolver<Stamp> {

        @Override
        public Stamp resolveParameterValue(Message<?> message) {
            return Metadata.stamp(message);
        }

        @Override
        public boolean matches(Message<?> message) {
            return message instanceof EventMessage;
        }
    }
}
