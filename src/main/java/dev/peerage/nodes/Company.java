package dev.peerage.nodes;

import java.util.List;
import java.util.Set;

/**
 * The nodes that live, in the order in which they have come.
 *
 * @param own the number of the one that looks, which is among them
 */
record Company(List<Member> members, int own) {

    /**
     * A node.
     *
     * @param work what it offers to do
     */
    record Member(int number, Set<String> work) {

        Member {
            work = Set.copyOf(work);
        }
    }

    Company {
        members = List.copyOf(members);
    }

    List<Integer> numbers() {
        return members.stream().map(Member::number).toList();
    }

    /** The one that looks; with no work, if others have taken it for dead. */
    Member self() {
        return members.stream()
                .filter(member -> member.number() == own)
                .findFirst()
                .orElse(new Member(own, Set.of()));
    }

    boolean isAlone() {
        return members.size() == 1;
    }

    boolean leads() {
        return members.getFirst().number() == own;
    }

    boolean isOffered(String work) {
        return members.stream().anyMatch(member -> member.work().contains(work));
    }

    /** Shares go round. Where there are as many nodes as shares or more, a node that comes changes nothing. */
    boolean isDealt(String work, int share) {
        List<Integer> able = members.stream()
                .filter(member -> member.work().contains(work))
                .map(Member::number)
                .toList();
        return !able.isEmpty() && able.get(share % able.size()) == own;
    }
}
