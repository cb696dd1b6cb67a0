package dev.peerage.eventstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Has commands decided by their aggregates. When an answer is there, the commands' events are in the log, durably. One
 * command or many take the same way: lock the aggregates, read all streams at once, decide, append in one statement.
 */
public class Commands {

    /** How often a batch is decided before it is halved. */
    static final int ATTEMPTS = 20;

    /**
     * How often a single command is decided before it is given up. Within a process nobody gets in between, as subjects are
     * locked; of several nodes that write to one at the same time, each loses every other race or more.
     */
    private static final int ATTEMPTS_OF_ONE = 100;

    private final EventLog log;
    private final WriteGate gate;
    private final HoldersInLog holdersInLog;
    private final List<String> retiringTypes;
    private final Map<String, MessageHandler<CommandMessage<?>>> handlers;
    private final LockFactory locks = PessimisticLockFactory.usingDefaults();

    Commands(
            EventLog log,
            WriteGate gate,
            HoldersInLog holdersInLog,
            List<String> retiringTypes,
            Map<String, MessageHandler<CommandMessage<?>>> handlers) {
        this.log = log;
        this.gate = gate;
        this.holdersInLog = holdersInLog;
        this.retiringTypes = retiringTypes;
        this.handlers = handlers;
    }

    /**
     * Has one command decided on the current state of its aggregate. If another command gets in between, it is decided
     * anew.
     *
     * @throws RuntimeException what the command handler throws to refuse; then nothing was written
     * @throws UniqueValueTaken if it claims a value that another subject holds
     * @throws ConcurrencyFailureException if others got in between again and again
     * @throws WritesSuspended if this region does not write for now
     */
    @SuppressWarnings("unchecked")
    public <R> Accepted<R> send(Command<R> command, Caller caller) {
        return switch (sendAll(List.of(command), caller).getFirst()) {
            case Decision.Taken(Object result, long position) -> new Accepted<>((R) result, position);
            case Decision.Refused(RuntimeException why) -> throw why;
        };
    }

    /**
     * Has many commands decided in their order, each on the state that those before it have left, in as few
     * transactions as can be: one, unless others get in between again and again. Of commands that claim values held by
     * others, these alone are refused.
     *
     * @return a decision for each command
     * @throws ConcurrencyFailureException if others got in between again and again; some of the commands may have been
     *     decided
     */
    public List<Decision> sendAll(List<? extends Command<?>> commands, Caller caller) {
        if (commands.isEmpty()) {
            return List.of();
        }
        if (commands.size() > 1
                && commands.stream()
                        .anyMatch(command -> command.unchangedSince().isPresent())) {
            throw new IllegalArgumentException("what is conditional on others' events is sent by itself");
        }
        return gate.through(() -> decided(commands, caller));
    }

    private List<Decision> decided(List<? extends Command<?>> commands, Caller caller) {
        KnownHolders holders = new KnownHolders();
        for (int attempt = 1; ; attempt++) {
            try {
                return decide(commands, caller, holders);
            } catch (LostRace lost) {
                if (attempt == (commands.size() == 1 ? ATTEMPTS_OF_ONE : ATTEMPTS)) {
                    return inHalves(commands, caller, lost);
                }
                holders.learn(lost.holders(), holdersInLog.former(lost.holders()));
            }
        }
    }

    private List<Decision> inHalves(List<? extends Command<?>> commands, Caller caller, LostRace lost) {
        if (commands.size() == 1) {
            throw lost;
        }
        int half = commands.size() / 2;
        List<Decision> decisions = new ArrayList<>(sendAll(commands.subList(0, half), caller));
        decisions.addAll(sendAll(commands.subList(half, commands.size()), caller));
        return decisions;
    }

    private List<Decision> decide(List<? extends Command<?>> commands, Caller caller, KnownHolders holders) {
        UnitOfWork<CommandMessage<?>> unit = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>(commands));
        UniqueValues.Changes.of(unit).knowing(holders);
        commands.forEach(command -> command.unchangedSince().ifPresent(condition -> condition.mustHoldFor(unit)));
        AppendReceipt receipt = AppendReceipt.of(unit);
        ResultMessage<List<Decision>> result = unit.executeWithResult(
                () -> {
                    lock(commands, unit);
                    readAhead(commands, unit);
                    List<Decision> decisions = new ArrayList<>(commands.size());
                    for (Command<?> command : commands) {
                        decisions.add(decide(command, caller, unit));
                    }
                    return decisions;
                },
                RollbackConfigurationType.ANY_THROWABLE);
        if (result.isExceptional()) {
            throw result.exceptionResult() instanceof RuntimeException refusal
                    ? refusal
                    : new IllegalStateException(result.exceptionResult());
        }
        List<Decision> decisions = result.getPayload();
        if (decisions.stream().noneMatch(Decision.Taken.class::isInstance)) {
            return decisions;
        }
        // what was decided without writing rests on what was there
        long position = receipt.position() == 0 ? log.head() : receipt.position();
        return decisions.stream().map(decision -> decision.at(position)).toList();
    }

    /**
     * In one order, so that two batches never wait for each other. A lock is given back when the unit of work has
     * ended.
     */
    private void lock(List<? extends Command<?>> commands, UnitOfWork<?> unit) {
        for (String subject : commands.stream().map(Command::subject).collect(Collectors.toCollection(TreeSet::new))) {
            var lock = locks.obtainLock(subject);
            unit.onCleanup(_ -> lock.release());
        }
    }

    private void readAhead(List<? extends Command<?>> commands, UnitOfWork<?> unit) {
        UnitOfWorkStreams streams = UnitOfWorkStreams.of(unit);
        Collection<String> subjects = new TreeSet<>();
        for (Command<?> command : commands) {
            if (command.makesItsSubject()) {
                streams.readAhead(Map.of(command.subject(), List.of()));
            } else {
                subjects.add(command.subject());
            }
            subjects.addAll(command.alsoReads());
        }
        if (!subjects.isEmpty()) {
            streams.readAhead(log.streams(subjects));
        }
        Collection<String> askedFor = commands.stream()
                .flatMap(command -> command.asksFor().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!askedFor.isEmpty()) {
            streams.found(askedFor, log.existing(askedFor, retiringTypes));
        }
    }

    private Decision decide(Command<?> command, Caller caller, UnitOfWork<?> unit) throws Exception {
        MessageHandler<CommandMessage<?>> handler =
                handlers.get(command.getClass().getName());
        if (handler == null) {
            throw new IllegalArgumentException("no handler for " + command.getClass());
        }
        UnitOfWorkStreams streams = UnitOfWorkStreams.of(unit);
        streams.deciding(Metadata.of(caller, command));
        UniqueValues.Changes values = UniqueValues.Changes.of(unit);
        int stagedBefore = streams.stagedCount();
        try {
            Object result = handler.handle(new GenericCommandMessage<>(command));
            values.keep();
            return new Decision.Taken(result, 0);
        } catch (LostRace lost) {
            throw lost;
        } catch (RuntimeException refused) {
            values.forget();
            if (streams.stagedCount() != stagedBefore) {
                throw new IllegalStateException("a command was refused after it had applied an event", refused);
            }
            return new Decision.Refused(refused);
        }
    }
}
