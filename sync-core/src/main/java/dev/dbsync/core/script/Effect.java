package dev.dbsync.core.script;

/** What a statement does to the database, as far as a promotion judges it before it runs. */
public sealed interface Effect permits Destruction, NameChange {}
