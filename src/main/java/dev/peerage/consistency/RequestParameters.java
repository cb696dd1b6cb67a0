package dev.peerage.consistency;

import dev.peerage.eventstore.Caller;
import dev.peerage.security.Actor;
import dev.peerage.web.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controllers' methods have {@link Freshness} and {@link Caller} as parameters. */
@Configuration(proxyBeanMethods = false)
class RequestParameters implements WebMvcConfigurer {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Freshness.class, Caller.class);
    }

    @Bean
    FreshnessDocument freshnessDocument() {
        return new FreshnessDocument();
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Resolver());
    }

    private static final class Resolver implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Freshness.class || parameter.getParameterType() == Caller.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer model,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest request = (HttpServletRequest) web.getNativeRequest();
            return parameter.getParameterType() == Freshness.class ? Freshness.of(request) : caller(request);
        }

        private static Caller caller(HttpServletRequest request) {
            return new Caller(
                    Actor.current().map(Actor::name).orElseThrow(),
                    RequestId.of(request).value());
        }
    }
}
