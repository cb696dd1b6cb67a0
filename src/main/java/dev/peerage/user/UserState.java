package dev.peerage.user;

import dev.peerage.convergence.Fields;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Register;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A user as a function of the set of its events, whatever their order: each field a register, the first and last time,
 * and whether it is deleted, after which nothing else counts. The aggregate and the view fold the same way, by this.
 *
 * @param version the events it is made of
 */
public record UserState(
        VersionVector version,
        Register<String> username,
        Register<@Nullable String> name,
        Register<@Nullable String> email,
        Register<Boolean> active,
        SortedMap<String, Register<@Nullable String>> attributes,
        @Nullable HybridTime created,
        @Nullable HybridTime updated,
        boolean deleted) {

    private static final UserState NONE = new UserState(
            VersionVector.none(),
            Register.empty(),
            Register.empty(),
            Register.empty(),
            Register.empty(),
            Collections.emptySortedMap(),
            null,
            null,
            false);

    /** The state without any event. */
    public static UserState none() {
        return NONE;
    }

    /** Whether there is such a user. */
    public boolean exists() {
        return !deleted && !version.isEmpty();
    }

    /** The state with one more event. */
    public UserState with(UserEvent event, Stamp stamp) {
        VersionVector joined = version.with(stamp.dot());
        if (deleted || event instanceof UserDeleted) {
            return deletedAt(joined);
        }
        UserState seen = at(joined, stamp.time());
        return switch (event) {
            case UserUsernameSet set -> seen.withUsername(username.merge(set.username(), stamp));
            case UserNameSet set -> seen.withName(name.merge(set.name(), stamp));
            case UserEmailSet set -> seen.withEmail(email.merge(set.email(), stamp));
            case UserActiveSet set -> seen.withActive(active.merge(set.active(), stamp));
            case UserAttributeSet set ->
                seen.withAttribute(set.key(), attribute(set.key()).merge(set.value(), stamp));
            case UserDeleted _ -> throw new AssertionError();
        };
    }

    /** Whether writing this fact would change nothing: it shows already, and nothing was written beside it. */
    boolean holds(UserEvent fact) {
        return switch (fact) {
            case UserUsernameSet set -> username.isSet() && holds(username, set.username(), "");
            case UserNameSet set -> holds(name, set.name(), null);
            case UserEmailSet set -> holds(email, set.email(), null);
            case UserActiveSet set -> holds(active, set.active(), true);
            case UserAttributeSet set -> holds(attribute(set.key()), set.value(), null);
            case UserDeleted _ -> deleted;
        };
    }

    private static <V extends @Nullable Object> boolean holds(Register<V> field, V value, V whenUnset) {
        return Objects.equals(field.isSet() ? field.value() : whenUnset, value)
                && field.conflicts().isEmpty();
    }

    /** Users are active unless they have been set inactive. */
    public boolean shownActive() {
        return !Boolean.FALSE.equals(active.value());
    }

    /** The attributes that have a value. */
    public SortedMap<String, String> shownAttributes() {
        SortedMap<String, String> shown = new TreeMap<>();
        attributes.forEach((key, register) -> {
            String value = register.value();
            if (value != null) {
                shown.put(key, value);
            }
        });
        return shown;
    }

    /** All fields by their names in the API, in the order in which it shows them. */
    public Fields fields() {
        SequencedMap<String, Register<? extends @Nullable Object>> fields = new LinkedHashMap<>();
        fields.put("username", username);
        fields.put("name", name);
        fields.put("email", email);
        fields.put("active", active);
        attributes.forEach((key, register) -> fields.put("attributes." + key, register));
        return new Fields(fields);
    }

    /** What shows of them; nothing of a user that does not exist. */
    SequencedMap<String, @Nullable Object> shownFields() {
        SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
        if (exists()) {
            fields().registers().forEach((field, register) -> shown.put(field, register.value()));
            shown.put("active", shownActive());
        }
        return shown;
    }

    private Register<@Nullable String> attribute(String key) {
        return attributes.getOrDefault(key, Register.empty());
    }

    private static UserState deletedAt(VersionVector version) {
        return new UserState(
                version,
                Register.empty(),
                Register.empty(),
                Register.empty(),
                Register.empty(),
                Collections.emptySortedMap(),
                null,
                null,
                true);
    }

    private UserState at(VersionVector joined, HybridTime time) {
        HybridTime first = created == null || time.compareTo(created) < 0 ? time : created;
        HybridTime last = updated == null || time.compareTo(updated) > 0 ? time : updated;
        return new UserState(joined, username, name, email, active, attributes, first, last, false);
    }

    private UserState withUsername(Register<String> merged) {
        return new UserState(version, merged, name, email, active, attributes, created, updated, deleted);
    }

    private UserState withName(Register<@Nullable String> merged) {
        return new UserState(version, username, merged, email, active, attributes, created, updated, deleted);
    }

    private UserState withEmail(Register<@Nullable String> merged) {
        return new UserState(version, username, name, merged, active, attributes, created, updated, deleted);
    }

    private UserState withActive(Register<Boolean> merged) {
        return new UserState(version, username, name, email, merged, attributes, created, updated, deleted);
    }

    private UserState withAttribute(String key, Register<@Nullable String> merged) {
        SortedMap<String, Register<@Nullable String>> changed = new TreeMap<>(attributes);
        changed.put(key, merged);
        return new UserState(version, username, name, email, active, changed, created, updated, deleted);
    }
}
