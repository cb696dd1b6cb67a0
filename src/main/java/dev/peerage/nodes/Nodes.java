package dev.peerage.nodes;

import java.util.Set;

/** The nodes of this region, as this one has last seen them: it looks each second, and whenever it is told to. */
public interface Nodes {

    /** This node's name, which no other one has or will have: its process, its machine and its number. */
    String name();

    /** This node's number, which no other one has or will have. */
    int number();

    /** Whether there is no other one. */
    boolean isAlone();

    /** Whether this one looks after what only one has to look after. For a moment two may, or none. */
    boolean leads();

    /**
     * Says which work this node can do, of what is dealt out; nothing before this is called.
     *
     * @param work names of works, in all; what another release does otherwise has another name
     */
    void offer(Set<String> work);

    /** Whether any node offers a work. */
    boolean isOffered(String work);

    /**
     * Whether a share of a work is this node's: each is one node's of those that offer the work, as soon as all have seen the same.
     *
     * @param share from 0 on
     */
    boolean isDealt(String work, int share);

    /** How often nodes have come or gone. */
    long changes();

    /**
     * The time in which this node has been heard of without a pause, by a number; the others do not take it for dead while that
     * is the same. -1 while it is silent, as when its process is stopped or the database is out of reach.
     */
    long lease();

    /** Has something done after each look, once at a time. */
    void onLook(Runnable work);

    /** Has all nodes look, this one too. */
    void tell();
}
