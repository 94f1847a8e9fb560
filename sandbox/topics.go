package sandbox

// generalTopic is the id of the topic every forum has.
const generalTopic = 1

func (s *Server) forum(c *call) (*chat, error) {
	ch, err := s.chatFor(c, "chat_id", toSend)
	if err != nil {
		return nil, err
	}
	if !ch.IsForum {
		return nil, badRequest("the chat is not a forum")
	}
	if !ch.Members[s.bot.ID].admin() {
		return nil, badRequest("not enough rights to manage topics")
	}
	return ch, nil
}

func (s *Server) createForumTopic(c *call) (any, error) {
	ch, err := s.forum(c)
	if err != nil {
		return nil, err
	}
	name := c.str("name")
	if n := len([]rune(name)); n < 1 || n > 128 {
		return nil, badRequest("TOPIC_TITLE_EMPTY")
	}
	id := s.openTopic(ch, &s.bot, name)
	return struct {
		ThreadID  int    `json:"message_thread_id"`
		Name      string `json:"name"`
		IconColor int    `json:"icon_color"`
	}{id, name, topicColor}, nil
}

// topicColor is one of the six the API allows.
const topicColor = 7322096

// openTopic makes a topic; its id is that of the service message.
func (s *Server) openTopic(ch *chat, by *User, name string) int {
	r := s.service(ch, by, Message{IsTopicMessage: true, TopicCreated: &TopicCreated{Name: name, IconColor: topicColor}})
	ch.Topics[r.MessageID] = &topic{Name: name}
	return r.MessageID
}

func (s *Server) closeForumTopic(c *call) (any, error)  { return s.setTopicClosed(c, true) }
func (s *Server) reopenForumTopic(c *call) (any, error) { return s.setTopicClosed(c, false) }

func (s *Server) setTopicClosed(c *call, closed bool) (any, error) {
	ch, err := s.forum(c)
	if err != nil {
		return nil, err
	}
	id := int(c.int("message_thread_id"))
	t := ch.Topics[id]
	if t == nil {
		return nil, badRequest("message thread not found")
	}
	if t.Closed == closed {
		return nil, badRequest("TOPIC_NOT_MODIFIED")
	}
	s.closeTopic(ch, &s.bot, id, closed)
	return true, nil
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
