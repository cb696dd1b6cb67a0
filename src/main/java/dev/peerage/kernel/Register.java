package dev.peerage.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of one field that several regions set at will: a register that never drops a concurrent write unseen.
 *
 * <p><b>Definition.</b> Let <i>E</i> be the set of the field's events that were merged. The <i>siblings</i> are the
 * events of <i>E</i> that no event of <i>E</i> has seen. The sibling with the highest (time, region) is the
 * <i>winner</i>, whose value is shown; the others are the <i>conflicts</i>. An event that has seen them all supersedes
 * them all, and one sibling is left.
 *
 * <p><b>State.</b> The siblings and the <i>context</i>, the join of {@code seen} over <i>all</i> of <i>E</i>. Regions'
 * streams arrive in order, but not one after the other's causes, so the siblings' own vectors would not do: let
 * <i>x</i> have seen <i>e</i>, and <i>y</i> have seen <i>x</i> but not <i>e</i>. After <i>x</i> and <i>y</i> only
 * <i>y</i> is left, and only the context still knows that <i>e</i>, which arrives last, was superseded by <i>x</i>.
 *
 * <p><b>Why this converges.</b> Write <i>c(E)</i> for the context.
 * <ol>
 *   <li>The context covers a dot iff some event of <i>E</i> has seen it, because the join takes each region's maximum
 *       and that maximum stems from one event. Hence siblings(<i>E</i>) = {<i>e</i> ∈ <i>E</i> : <i>c(E)</i> does not
 *       cover <i>e</i>}: the state is a function of the set, whatever the order in which it grew.
 *   <li>{@link #merge(Register)} computes the state of <i>A</i> ∪ <i>B</i> from those of <i>A</i> and <i>B</i>.
 *       <i>c(A ∪ B)</i> is the join of the contexts. A sibling of the union lies in <i>A</i> or in <i>B</i> and is
 *       uncovered by the greater context, so it was uncovered by the smaller one: it is among the siblings of <i>A</i>
 *       or of <i>B</i>. So those, less what the joined context covers, are the siblings of the union.
 *   <li>Union is commutative, associative and idempotent, hence so is merge. In particular an event that is merged
 *       again is recognised without a list of known dots: either it is a sibling, or it was dropped, and then only
 *       because the context covers it, which it does ever after.
 *   <li>An event alone is a register whose context is its {@code seen}, so merging an event is merging a register.
 * </ol>
 *
 * <p>A dot names one event: two values under one dot are outside of this contract. The register holds events of one
 * field; their {@code seen} spans the whole aggregate, which is harmless, since only this field's dots are ever asked
 * for.
 *
 * <p>This is the multi-value register of Shapiro, Preguiça, Baquero, Zawirski, "A comprehensive study of Convergent and
 * Commutative Replicated Data Types", INRIA RR-7506 (2011), §3.2.2, read with a winner. Unlike the dotted version
 * vector sets of storage servers, its context need not contain the dots that were merged, only what their writers had
 * seen: see 3.
 *
 * @param <V> the type of the value; {@code null} is a value like any other, if the type allows it
 */
public final class Register<V extends @Nullable Object> {

    private static final Comparator<Sibling<?>> WINNER_FIRST = Comparator.<Sibling<?>, HybridTime>comparing(
                    Sibling::time)
            .thenComparing(Sibling::dot)
            .reversed();

    private final List<Sibling<V>> siblings;
    private final VersionVector context;

    private Register(List<Sibling<V>> siblings, VersionVector context) {
        this.siblings = siblings;
        this.context = context;
    }

    /**
     * A value that no known event has seen and set anew.
     *
     * @param value what was set
     * @param dot the event that set it
     * @param time when
     */
    public record Sibling<V extends @Nullable Object>(V value, Dot dot, HybridTime time) {}

    /** The field was never set. */
    public static <V extends @Nullable Object> Register<V> empty() {
        return new Register<>(List.of(), VersionVector.none());
    }

    /**
     * Restores what {@link #siblings()} and {@link #context()} told.
     *
     * @param siblings in any order
     * @throws IllegalArgumentException if no register has this state: a sibling covered by the context, or two of one
     *     dot
     */
    public static <V extends @Nullable Object> Register<V> of(List<Sibling<V>> siblings, VersionVector context) {
        Set<Dot> dots = new HashSet<>();
        for (Sibling<V> sibling : siblings) {
            if (context.covers(sibling.dot())) {
                throw new IllegalArgumentException(sibling.dot() + " is no sibling: it is covered by " + context);
            }
            if (!dots.add(sibling.dot())) {
                throw new IllegalArgumentException("Two siblings with the dot " + sibling.dot());
            }
        }
        return new Register<>(winnerFirst(siblings), context);
    }

    /** This register after one more event of the field; {@code this} if that changes nothing. */
    public Register<V> merge(V value, Stamp stamp) {
        return merge(new Register<>(List.of(new Sibling<>(value, stamp.dot(), stamp.time())), stamp.seen()));
    }

    /** The register of all events that were merged into this or the other; {@code this} if the other adds nothing. */
    public Register<V> merge(Register<V> other) {
        VersionVector joined = context.join(other.context);
        List<Sibling<V>> survivors = new ArrayList<>(siblings.size() + other.siblings.size());
        for (Sibling<V> sibling : siblings) {
            if (!joined.covers(sibling.dot())) {
                survivors.add(sibling);
            }
        }
        for (Sibling<V> sibling : other.siblings) {
            if (!joined.covers(sibling.dot()) && !holds(sibling.dot())) {
                survivors.add(sibling);
            }
        }
        boolean unchanged = joined.equals(context) && survivors.size() == siblings.size();
        return unchanged ? this : new Register<>(winnerFirst(survivors), joined);
    }

    private boolean holds(Dot dot) {
        for (Sibling<V> sibling : siblings) {
            if (sibling.dot().equals(dot)) {
                return true;
            }
        }
        return false;
    }

    private static <V extends @Nullable Object> List<Sibling<V>> winnerFirst(List<Sibling<V>> siblings) {
        return siblings.size() < 2
                ? List.copyOf(siblings)
                : siblings.stream().sorted(WINNER_FIRST).toList();
    }

    /** The winner first, the conflicts after it, by descending (time, region); unmodifiable. */
    public List<Sibling<V>> siblings() {
        return siblings;
    }

    /** Whether the field was ever set, be it to {@code null}. */
    public boolean isSet() {
        return !siblings.isEmpty();
    }

    /** The winner's value, {@code null} if there is none. */
    public @Nullable V value() {
        return siblings.isEmpty() ? null : siblings.getFirst().value();
    }

    /** The siblings that did not win, by descending (time, region); empty when nothing has to be settled. */
    public List<Sibling<V>> conflicts() {
        return siblings.isEmpty() ? siblings : siblings.subList(1, siblings.size());
    }

    /** What the field's merged events have seen, together. */
    public VersionVector context() {
        return context;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Register<?> that && siblings.equals(that.siblings) && context.equals(that.context);
    }

    @Override
    public int hashCode() {
        return 31 * siblings.hashCode() + context.hashCode();
    }

    @Override
    public String toString() {
        return siblings + " after " + context;
    }
}
