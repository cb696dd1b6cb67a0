package dev.peerage.nodes;

import java.util.Optional;

/** Something that a node may keep to itself. While one does, its region can have no other node beside it. */
public interface KeptByNode {

    /** What it is, such as "the search index"; empty if nodes share it. */
    Optional<String> what();

    /** What an operator can do so that nodes share it, in a full sentence. */
    String howToShare();
}
