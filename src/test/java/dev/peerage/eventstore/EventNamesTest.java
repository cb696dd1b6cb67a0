package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The names, revisions and components of all events are the schema of every log that was ever written. A line of this
 * table never changes: a new form of an event is a new revision, and a new line.
 */
class EventNamesTest {

    private static final List<String> EVENTS = List.of(
            "GroupDeleted 1, retires: groupId",
            "GroupDescriptionSet 1: groupId, description",
            "GroupMembershipPolicySet 1: groupId, membership",
            "GroupNameSet 1: groupId, name",
            "MembershipAdded 1: groupId, userId",
            "MembershipRemoved 1: groupId, userId",
            "UserActiveSet 1: userId, active",
            "UserAttributeSet 1: userId, key, value",
            "UserDeleted 1, retires: userId",
            "UserEmailSet 1: userId, email",
            "UserNameSet 1: userId, name",
            "UserUsernameSet 1: userId, username");

    private static final JavaClasses PEERAGE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.peerage");

    @Test
    void everyEventIsStoredAsItAlwaysWas() {
        List<String> events = PEERAGE.stream()
                .filter(type -> type.isAnnotatedWith(EventType.class))
                .map(JavaClass::reflect)
                .map(EventNamesTest::described)
                .sorted()
                .toList();

        assertThat(events).containsExactlyElementsOf(EVENTS);
    }

    /** Otherwise it would not be used. */
    @Test
    void theIndexOfEventsThatRetireTheirSubjectListsThemAll() {
        try (TestRegion region = TestRegion.create()) {
            String index = region.sql()
                    .sql("select pg_get_indexdef('event_retiring'::regclass)")
                    .query((row, _) -> row.getString(1))
                    .single();

            assertThat(index)
                    .endsWith(EVENTS.stream()
                            .filter(event -> event.contains("retires"))
                            .map(event -> "'" + event.substring(0, event.indexOf(' ')) + "'::text")
                            .collect(Collectors.joining(", ", "WHERE (type = ANY (ARRAY[", "]))")));
        }
    }

    @Test
    void everyEventIsARecordThatBearsAName() {
        assertThat(PEERAGE.stream().filter(type -> type.isAssignableTo(DomainEvent.class) && !type.isInterface()))
                .isNotEmpty()
                .allMatch(JavaClass::isRecord)
                .allMatch(type -> type.isAnnotatedWith(EventType.class));
    }

    private static String described(Class<?> event) {
        EventType type = event.getAnnotation(EventType.class);
        return "%s %d%s: %s"
                .formatted(
                        type.name(),
                        type.revision(),
                        type.retires() ? ", retires" : "",
                        Arrays.stream(event.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", ")));
    }
}
