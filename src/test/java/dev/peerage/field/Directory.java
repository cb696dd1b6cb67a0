package dev.peerage.field;

import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Commands;
import dev.peerage.eventstore.Decision;
import dev.peerage.eventstore.Precondition;
import dev.peerage.group.GroupCommand.CreateGroup;
import dev.peerage.group.GroupFields;
import dev.peerage.group.GroupId;
import dev.peerage.group.GroupName;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.membership.MembershipCommand.RemoveMember;
import dev.peerage.user.UserCommand.CreateUser;
import dev.peerage.user.UserFields;
import dev.peerage.user.UserId;
import dev.peerage.user.Username;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The application's own commands, on a directory with groups of several sizes. */
final class Directory {

    private static final Caller CALLER = new Caller("field", null);
    private static final int BATCH = 500;

    private final Commands commands;
    private final int users;
    private int newcomers;

    private Directory(Commands commands, int users) {
        this.commands = commands;
        this.users = users;
    }

    /** Creates the groups, and users enough for the largest. */
    static Directory of(Commands commands, List<Integer> sizes) {
        Directory directory = new Directory(
                commands, sizes.stream().mapToInt(Integer::intValue).max().orElse(0));
        directory.sendAll(0, directory.users, Directory::createUser);
        for (int size : sizes) {
            commands.send(
                    new CreateGroup(
                            group(size),
                            new GroupFields(new GroupName("The " + size), null, MembershipPolicy.ADD_WINS)),
                    CALLER);
            directory.sendAll(0, size, user -> add(size, user));
        }
        return directory;
    }

    private static GroupId group(int size) {
        return new GroupId("field-" + size);
    }

    private static UserId user(int number) {
        return new UserId("field-" + number);
    }

    private static Command<?> createUser(int number) {
        return new CreateUser(
                user(number), new UserFields(new Username("field." + number), null, null, true, Map.of()));
    }

    private static AddMember add(int size, int user) {
        return new AddMember(group(size), user(user), Precondition.NONE);
    }

    private void sendAll(int from, int until, IntFunction<Command<?>> command) {
        for (int first = from; first < until; first += BATCH) {
            List<Command<?>> batch = IntStream.range(first, Math.min(until, first + BATCH))
                    .<Command<?>>mapToObj(command)
                    .toList();
            for (Decision decision : commands.sendAll(batch, CALLER)) {
                if (decision instanceof Decision.Refused(RuntimeException why)) {
                    throw why;
                }
            }
        }
    }

    /** Adds users, one command each, who were never members, and removes them again; answers the nanoseconds of an add. */
    double nanosOfAnAdd(int size, int adds) {
        int first = users + newcomers;
        newcomers += adds;
        sendAll(first, first + adds, Directory::createUser);
        List<AddMember> given = new ArrayList<>();
        for (int i = 0; i < adds; i++) {
            given.add(add(size, first + i));
        }
        long begin = System.nanoTime();
        for (AddMember add : given) {
            if (!commands.send(add, CALLER).result().changed()) {
                throw new IllegalStateException("was a member already: " + add);
            }
        }
        double nanos = (System.nanoTime() - begin) / (double) adds;
        sendAll(first, first + adds, user -> new RemoveMember(group(size), user(user), Precondition.NONE));
        return nanos;
    }
}
