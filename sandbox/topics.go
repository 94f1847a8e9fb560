package sandbox

// generalTopic is the id of the topic every forum has.
const generalTopic = 1

// topicColor is one of the six the API allows.
const topicColor = 7322096

// openTopic makes a topic; its id is that of the service message.
func (s *Server) openTopic(ch *chat, by *User, name string) int {
	r := s.service(ch, by, Message{IsTopicMessage: true, TopicCreated: &TopicCreated{Name: name, IconColor: topicColor}})
	ch.Topics[r.MessageID] = &topic{Name: name}
	return r.MessageID
}

func (s *Server) closeTopic(ch *chat, by *User, id int, closed bool) {
	ch.Topics[id].Closed = closed
	m := Message{ThreadID: id, IsTopicMessage: true}
	if closed {
		m.TopicClosed = &struct{}{}
	} else {
		m.TopicReopened = &struct{}{}
	}
	s.service(ch, by, m)
}
