package dev.peerage.testing;

import dev.peerage.nodes.Nodes;
import java.util.Set;

/** A region's only node, of which there is never another one. */
public final class OneNode implements Nodes {

    public static final Nodes INSTANCE = new OneNode();

    private OneNode() {}

    @Override
    public String name() {
        return "of the test";
    }

    @Override
    public int number() {
        return 0;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public void offer(Set<String> work) {}

    @Override
    public boolean isOffered(String work) {
        return true;
    }

    @Override
    public boolean isDealt(String work, int share) {
        return true;
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public long lease() {
        return 0;
    }

    @Override
    public void onLook(Runnable work) {}

    @Override
    public void tell() {}
}
