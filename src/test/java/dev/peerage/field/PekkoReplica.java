package dev.peerage.field;

import java.util.Set;
import org.apache.pekko.persistence.typed.ReplicaId;
import org.apache.pekko.persistence.typed.crdt.ORSet;

/**
 * An entity of Pekko's replicated event sourcing whose state is an {@link ORSet}, as its documentation and its tests
 * write one. Its sources, as of release 1.1.3, below {@code org/apache/pekko/persistence/typed}:
 * <ul>
 *   <li>A command persists what {@code add} or {@code remove} of the replica's state answers, whether or not it changes
 *       anything, and the event handler is {@code applyOperation}: {@code ORSetSpec.scala} in
 *       {@code crdt}, {@code ReplicatedMovieExample.java}.
 *   <li>The state is changed as the event is persisted, before the next command or event is handled:
 *       {@code handleEventPersist} and {@code handleExternalReplicatedEventPersist} in {@code internal/Running.scala}.
 *   <li>From each other replica there is a stream of its own, in the order of that replica's journal, of the events that
 *       originated there and no others: {@code startReplicationStream}, same file. So an event never comes by way of a
 *       third replica, and nothing orders one replica's stream after another's.
 *   <li>What arrives is refused only if its origin's sequence number was seen already: {@code alreadySeen}, same file;
 *       {@code onPublishedEvent} refuses gaps in one origin's numbers too. Neither compares the event's version vector
 *       to the replica's, which is used to tell the handler whether the event is concurrent, and this handler does not
 *       ask. In a {@link History} each event comes once and without a gap, so neither check has anything to refuse.
 * </ul>
 *
 * <p>Not modelled: serialisation, snapshots and recovery, which give back the same operations and the same state.
 */
final class PekkoReplica implements Replica<ORSet.DeltaOp> {

    private ORSet<String> state;

    PekkoReplica(String region) {
        this.state = ORSet.create(new ReplicaId(region));
    }

    @Override
    public ORSet.DeltaOp write(History.Operation operation) {
        ORSet.DeltaOp event = operation.add() ? state.add(operation.member()) : state.remove(operation.member());
        receive(event);
        return event;
    }

    @Override
    public void receive(ORSet.DeltaOp event) {
        state = state.applyOperation(event);
    }

    @Override
    public Set<String> members() {
        return Set.copyOf(state.getElements());
    }
}
