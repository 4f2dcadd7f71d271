/**
 * The proof that nothing of what was masked has survived: what identifies a person in the source's masked columns is
 * sought in every text of the target, wherever that came from. It decides by itself what a text is, and shares no list
 * of types or names with the masking: what one of them missed, the other would miss, too.
 */
package dev.dbsync.core.proof;
