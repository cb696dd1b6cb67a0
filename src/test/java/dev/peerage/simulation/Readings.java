package dev.peerage.simulation;

import dev.peerage.group.GroupState;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.Register;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.MembershipState;
import dev.peerage.simulation.Reading.Thing;
import dev.peerage.simulation.Reading.Tie;
import dev.peerage.simulation.Reading.Value;
import dev.peerage.user.Claim;
import dev.peerage.user.UserId;
import dev.peerage.user.UserState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the code under test says, in the form in which the definitions say it. Nothing is decided here. */
final class Readings {

    private static final String USER = "user/";

    private Readings() {}

    static Reading of(Rows rows, Logic logic) {
        SortedMap<String, Thing> things = new TreeMap<>();
        rows.users().forEach((subject, state) -> things.put(subject, thing(state)));
        rows.groups().forEach((subject, state) -> things.put(subject, thing(state)));
        SortedMap<String, Tie> memberships = new TreeMap<>();
        rows.memberships().forEach((subject, state) -> memberships.put(subject, tie(subject, state, rows)));
        SortedMap<String, String> holders = new TreeMap<>();
        SortedSet<String> contested = new TreeSet<>();
        addUnique("username", Claim::toUsername, state -> state.username().value(), rows, logic, holders, contested);
        addUnique("email", Claim::toEmail, state -> state.email().value(), rows, logic, holders, contested);
        return new Reading(things, memberships, holders, contested);
    }

    private static Thing thing(UserState state) {
        SortedMap<String, List<Value>> fields = new TreeMap<>();
        addField("username", state.username(), fields);
        addField("name", state.name(), fields);
        addField("email", state.email(), fields);
        addField("active", state.active(), fields);
        state.attributes().forEach((key, register) -> addField("attributes." + key, register, fields));
        return new Thing(
                state.deleted(), fields, number(state.created()), number(state.updated()), version(state.version()));
    }

    private static Thing thing(GroupState state) {
        SortedMap<String, List<Value>> fields = new TreeMap<>();
        addField("name", state.name(), fields);
        addField("description", state.description(), fields);
        addField("membership", state.membership(), fields);
        return new Thing(
                state.deleted(), fields, number(state.created()), number(state.updated()), version(state.version()));
    }

    private static void addField(String field, Register<?> register, SortedMap<String, List<Value>> fields) {
        if (register.isSet()) {
            List<Value> values = new ArrayList<>();
            for (Register.Sibling<?> sibling : register.siblings()) {
                Object value = sibling.value();
                values.add(new Value(
                        value == null ? null : value.toString(),
                        sibling.dot().region().name(),
                        sibling.time().value()));
            }
            fields.put(field, values);
        }
    }

    private static Tie tie(String subject, MembershipState state, Rows rows) {
        String[] parts = subject.split("/", -1);
        GroupState group = rows.group("group/" + parts[1]);
        UserState user = rows.user("user/" + parts[2]);
        boolean shown = group.exists() && user.exists() && state.member(group.policy());
        return new Tie(
                state.member(MembershipPolicy.ADD_WINS),
                state.member(MembershipPolicy.REMOVE_WINS),
                since(state),
                shown,
                version(state.version()));
    }

    private static @Nullable Long since(MembershipState state) {
        Optional<HybridTime> since = state.element().since(MembershipPolicy.ADD_WINS);
        Optional<HybridTime> byTheOther = state.element().since(MembershipPolicy.REMOVE_WINS);
        if (since.isPresent() && byTheOther.isPresent() && !since.equals(byTheOther)) {
            throw new AssertionError("member since " + since + " by add-wins, since " + byTheOther + " by remove-wins");
        }
        return since.or(() -> byTheOther).map(HybridTime::value).orElse(null);
    }

    private static void addUnique(
            String kind,
            BiFunction<UserId, UserState, Optional<Claim>> claim,
            Function<UserState, @Nullable String> value,
            Rows rows,
            Logic logic,
            SortedMap<String, String> holders,
            SortedSet<String> contested) {
        Map<String, List<Claim>> claims = new HashMap<>();
        rows.users()
                .forEach((subject, state) -> claim.apply(new UserId(subject.substring(USER.length())), state)
                        .ifPresent(it -> claims.computeIfAbsent(kind + " " + value.apply(state), _ -> new ArrayList<>())
                                .add(it)));
        claims.forEach((key, all) -> {
            all.sort(logic.claims());
            holders.put(key, all.getFirst().user().subject());
            all.subList(1, all.size())
                    .forEach(it -> contested.add(kind + " of " + it.user().subject()));
        });
    }

    private static @Nullable Long number(@Nullable HybridTime time) {
        return time == null ? null : time.value();
    }

    private static SortedMap<String, Long> version(VersionVector vector) {
        SortedMap<String, Long> version = new TreeMap<>();
        vector.entries().forEach((region, sequence) -> version.put(region.name(), sequence));
        return version;
    }
}
