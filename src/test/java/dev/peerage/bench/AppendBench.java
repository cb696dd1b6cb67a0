package dev.peerage.bench;

import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Commands;
import dev.peerage.eventstore.Precondition;
import dev.peerage.user.AttributeKey;
import dev.peerage.user.AttributeValue;
import dev.peerage.user.Email;
import dev.peerage.user.PersonName;
import dev.peerage.user.UserCommand.CreateUser;
import dev.peerage.user.UserCommand.PatchUser;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserFields;
import dev.peerage.user.UserId;
import dev.peerage.user.UserPatch;
import dev.peerage.user.Username;
import dev.peerage.views.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events appended by commands, beside the same rows written by plain JDBC. */
final class AppendBench {

    private static final Logger log = LoggerFactory.getLogger(AppendBench.class);

    private static final Duration ROUND = Duration.ofMillis(1_500);
    private static final int FIRST_GUESS = 200;

    private final Scale scale;
    private final Application application;
    private final LimitLog limit;
    private final Commands commands;
    private final Views views;
    private final List<String> known;
    private int made;

    /** @param known ids of users that exist */
    AppendBench(Scale scale, Application application, LimitLog limit, List<String> known) {
        this.scale = scale;
        this.application = application;
        this.limit = limit;
        this.commands = application.bean(Commands.class);
        this.views = application.bean(Views.class);
        this.known = known;
    }

    Section run() throws Exception {
        List<Figure> figures = new ArrayList<>();
        views.stop();
        for (int threads : List.of(1, 8, 32)) {
            figures.add(figure("create, " + threads(threads), threads, this::create, new Aim.OfLimit(0.4)));
            figures.add(figure("set one field, " + threads(threads), threads, this::patch, new Aim.OfLimit(0.4)));
        }
        views.start();
        application.awaitView(limit.head());
        figures.add(figure("create, 8 threads, view live", 8, this::create, Aim.NONE));
        figures.add(figure("set one field, 8 threads, view live", 8, this::patch, Aim.NONE));
        return new Section(
                "append",
                "Events appended through commands",
                "Plain JDBC writes the very rows the commands have just written into a table with the same columns, constraints and"
                        + " indexes: for each command one multi-row insert that commits itself, a connection for each thread. It"
                        + " reads, decides and serialises nothing and claims no unique values; a created user claims two.",
                figures,
                List.of(
                        "A create writes 6 events, a set field 1. The view's processors are stopped but in the last two lines."));
    }

    private static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    private Figure figure(String name, int threads, IntFunction<Command<?>> command, Aim aim) throws Exception {
        int count = scale.times(FIRST_GUESS);
        for (int i = 0; i < 2; i++) {
            Measured warm = round(threads, count, command);
            count = (int) Math.max(
                    threads * 4, count / warm.seconds() * scale.times(ROUND).toMillis() / 1_000);
        }
        List<Figure.Round> rounds = new ArrayList<>();
        for (int i = 0; i < scale.rounds(); i++) {
            rounds.add(round(threads, count, command).round());
        }
        Figure figure = new Figure(name, "events", aim, rounds);
        log.info("{}: {} beside {}", name, figure.measured(), figure.limit());
        return figure;
    }

    private record Measured(double seconds, Figure.Round round) {}

    private Measured round(int threads, int count, IntFunction<Command<?>> command) throws Exception {
        int first = made;
        made += count;
        List<Command<?>> given =
                IntStream.range(first, made).<Command<?>>mapToObj(command).toList();
        long head = limit.head();
        double seconds = Crew.seconds(
                threads,
                count,
                () -> task -> commands.send(given.get(task), new Caller("bench", "append-" + (first + task))));
        List<EventRow> rows = limit.appendedAfter(head);
        List<List<EventRow>> transactions = LimitLog.byTransaction(rows);
        if (transactions.size() != count) {
            throw new IllegalStateException(count + " commands wrote " + transactions.size() + " transactions");
        }
        double limitSeconds = Crew.seconds(threads, count, () -> limit.oneByOne(transactions));
        return new Measured(seconds, new Figure.Round(rows.size() / seconds, rows.size() / limitSeconds));
    }

    private Command<?> create(int number) {
        return new CreateUser(
                new UserId("bench-" + number),
                new UserFields(
                        new Username("bench." + number),
                        new PersonName("Lisa Simpson the " + number + "th"),
                        new Email("bench." + number + "@springfield.example"),
                        true,
                        Map.of(
                                new AttributeKey("department"), new AttributeValue("Sales and Marketing"),
                                new AttributeKey("site"), new AttributeValue("Springfield"))));
    }

    private Command<?> patch(int number) {
        UserId user = new UserId(known.get(number % known.size()));
        UserNameSet fact = new UserNameSet(user, "Lisa Simpson the " + number + "th");
        return new PatchUser(user, new UserPatch(List.of(fact), false), Precondition.NONE);
    }
}
