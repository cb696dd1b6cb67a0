package dev.peerage.audit;

import dev.peerage.text.Text;
import java.util.Collection;
import java.util.stream.Collectors;

/** The names of resources' streams, such as {@code user/homer} and {@code membership/pin-pals/homer}. */
final class Subject {

    private Subject() {}

    /** What a subject begins with. */
    static String typeOf(String subject) {
        int slash = subject.indexOf('/');
        return slash < 0 ? subject : subject.substring(0, slash);
    }

    /**
     * Reads a subject that someone asks for.
     *
     * @throws IllegalArgumentException with a message for the sender, if it is none of these resources'
     */
    static String parse(String text, Collection<AuditedResource<?, ?>> resources) {
        String[] parts = text.split("/", -1);
        AuditedResource<?, ?> resource = resources.stream()
                .filter(each -> each.type().equals(parts[0]) && each.ids() == parts.length - 1)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be of the form " + forms(resources)));
        for (int i = 1; i <= resource.ids(); i++) {
            Text.identifier(parts[i]);
        }
        return text;
    }

    /** {@code group/{id}, membership/{id}/{id} or user/{id}}. */
    static String forms(Collection<AuditedResource<?, ?>> resources) {
        return resources.stream()
                .map(resource -> resource.type() + "/{id}".repeat(resource.ids()))
                .sorted()
                .collect(Collectors.joining(" or "));
    }
}
