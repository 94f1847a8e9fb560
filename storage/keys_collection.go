package storage

// What collections (临时调度) need.

// CollectionKey is where a collection stands. Its id begins with its month.
func CollectionKey(id string) string { return Key("collection", id) }

// CollectionsPrefix covers all collections that were sent, the oldest first.
func CollectionsPrefix() string { return Prefix("collection") }

// CollectionsOfMonth covers the collections of a month such as 202612.
func CollectionsOfMonth(month string) string { return Key("collection", month+"-") }

// OpenCollectionKey marks a collection that still takes answers.
func OpenCollectionKey(id string) string { return Key("opencollection", id) }

// OpenCollectionsPrefix covers the collections that still take answers.
func OpenCollectionsPrefix() string { return Prefix("opencollection") }

// CollectionAnswerKey is where a unit's answer to a collection stands.
func CollectionAnswerKey(id, unit string) string { return Key("collectanswer", id, unit) }

// CollectionAnswersPrefix covers the answers to a collection.
func CollectionAnswersPrefix(id string) string { return Prefix("collectanswer", id) }

// AllCollectionAnswersPrefix covers the answers to all collections.
func AllCollectionAnswersPrefix() string { return Prefix("collectanswer") }

// CollectionDraftKey is where the collection stands that a person puts together.
func CollectionDraftKey(person string) string { return Key("collectdraft", person) }

// CollectionDraftsPrefix covers the collections that are being put together.
func CollectionDraftsPrefix() string { return Prefix("collectdraft") }
